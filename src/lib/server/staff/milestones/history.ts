import { staffProject } from '../../../inputs/staff-projects';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** How the dates of a project's milestones moved: who, when and why, the latest first. */
export const history = staffProcedure
  .input(staffProject)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const found = await together(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      changes: db
        .selectFrom('app.milestone_change as c')
        .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
        .select([
          'c.milestone_id as milestoneId',
          'c.from_agreed_on as fromAgreedOn',
          'c.to_agreed_on as toAgreedOn',
          'c.from_forecast_on as fromForecastOn',
          'c.to_forecast_on as toForecastOn',
          'c.from_met_on as fromMetOn',
          'c.to_met_on as toMetOn',
          'c.reason',
          's.name as actor',
          'c.changed_at as at',
        ])
        .where('c.project_id', '=', projectId)
        .orderBy('c.changed_at', 'desc')
        .orderBy('c.id', 'desc'),
    });
    if (found.projects.length === 0) throw notFound();
    return found.changes;
  });
