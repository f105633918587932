import { sql } from 'kysely';
import { staffProject } from '../../../inputs/staff-projects';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { teamToday } from '../team-day';

const progress = [
  sql<number>`count(t.id)::int`.as('total'),
  sql<number>`(count(t.id) filter (where t.status = 'done'))::int`.as('done'),
] as const;

/** So many of each are drawn; all of them are counted. */
const drawnMost = 100;

/**
 * A project's first epics in their order with their planned dates and its latest milestones, each with how many of its tasks are
 * done, and how many there are of both.
 */
export const roadmap = staffProcedure
  .input(staffProject)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project as p').select(teamToday.as('today')).where('p.id', '=', projectId),
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
        ])
        .select(progress)
        .where('e.project_id', '=', projectId)
        .groupBy(['e.tenant_id', 'e.id'])
        .orderBy('e.position')
        .orderBy('e.id')
        .limit(drawnMost),
      epicCounts: db
        .selectFrom('app.epic')
        .select(sql<number>`count(*)::int`.as('epics'))
        .where('project_id', '=', projectId),
      milestones: db
        .selectFrom('app.milestone as m')
        .leftJoin('app.task as t', (join) =>
          join.onRef('t.project_id', '=', 'm.project_id').onRef('t.milestone_id', '=', 'm.id'),
        )
        .select([
          'm.id',
          'm.title',
          'm.agreed_on as agreedOn',
          'm.forecast_on as forecastOn',
          'm.met_on as metOn',
        ])
        .select(progress)
        .where('m.project_id', '=', projectId)
        .groupBy(['m.tenant_id', 'm.id'])
        .orderBy('m.agreed_on', 'desc')
        .orderBy('m.id', 'desc')
        .limit(drawnMost),
      milestoneCounts: db
        .selectFrom('app.milestone')
        .select(sql<number>`count(*)::int`.as('milestones'))
        .where('project_id', '=', projectId),
    });
    const [project] = found.projects;
    if (!project) throw notFound();
    return {
      today: project.today,
      epics: found.epics,
      milestones: found.milestones.toReversed(),
      totals: {
        epics: found.epicCounts[0]?.epics ?? 0,
        milestones: found.milestoneCounts[0]?.milestones ?? 0,
      },
    };
  });
