import { sql } from 'kysely';
import { todayIn } from '../../../domain/dates';
import { staffProject } from '../../../inputs/staff';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** A project's epics with their planned dates and how many of their tasks are done, and its milestones. */
export const roadmap = staffProcedure
  .input(staffProject)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const found = await together(db, {
      projects: db
        .selectFrom('app.project as p')
        .innerJoin('app.client as c', 'c.id', 'p.client_id')
        .select('c.time_zone as timeZone')
        .where('p.id', '=', projectId),
      epics: db
        .selectFrom('app.epic as e')
        .leftJoin('app.story as s', 's.epic_id', 'e.id')
        .leftJoin('app.task as t', 't.story_id', 's.id')
        .select([
          'e.id',
          'e.title',
          'e.summary',
          'e.starts_on as startsOn',
          'e.due_on as endsOn',
          'e.version',
          sql<number>`count(t.id)::int`.as('total'),
          sql<number>`(count(t.id) filter (where t.status = 'done'))::int`.as('done'),
        ])
        .where('e.project_id', '=', projectId)
        .groupBy(['e.tenant_id', 'e.id'])
        .orderBy('e.position')
        .orderBy('e.title'),
      milestones: db
        .selectFrom('app.milestone')
        .select(['id', 'title', 'agreed_on as agreedOn', 'forecast_on as forecastOn', 'met_on as metOn'])
        .where('project_id', '=', projectId)
        .orderBy('agreed_on')
        .orderBy('id'),
    });
    const [project] = found.projects;
    if (!project) throw notFound();
    return {
      today: todayIn(project.timeZone, new Date()),
      epics: found.epics,
      milestones: found.milestones,
    };
  });
