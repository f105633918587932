import { sql } from 'kysely';
import { milestoneStanding } from '../../../domain/milestone-standing';
import { progressOf } from '../../../domain/progress';
import { projectFilter } from '../../../inputs/staff-projects';
import { holds } from '../../db/holds';
import { selectAllFrom } from '../../db/select-all';
import { staffProcedure } from '../procedure';
import { teamToday } from '../team-day';

const pageSize = 50;

/**
 * The projects in the person's reach, 50 a page: the whole of each beside what its client sees of it. What is counted is what
 * the projects of the page hold; how many there are, and how many with a milestone late or at risk, is told of them all.
 */
export const list = staffProcedure.input(projectFilter).query(async ({ ctx: { db }, input }) => {
  const { page } = input;
  let matching = db.selectFrom('app.project as p').innerJoin('app.client as c', 'c.id', 'p.client_id');
  if (input.clientId) matching = matching.where('p.client_id', '=', input.clientId);
  if (input.status) matching = matching.where('p.status', '=', input.status);
  if (input.visibility) matching = matching.where('p.visibility', '=', input.visibility);
  if (input.search) matching = matching.where(holds('p.name', input.search));
  const count = sql<number>`count(*)::int`;
  const onPage = matching
    .select([
      'p.id',
      'p.name',
      'p.status',
      'p.visibility',
      'p.due_on as dueOn',
      'c.id as clientId',
      'c.name as clientName',
    ])
    .orderBy('p.status')
    .orderBy('p.name')
    .orderBy('p.id')
    .limit(pageSize)
    .offset((page - 1) * pageSize);
  // Arrays, so that an index is asked for these projects alone.
  const isShown = sql<string>`any (array(select id from shown))`;
  const isMatching = sql<string>`any (array(${matching.select('p.id')}))`;
  const found = await selectAllFrom(
    db.with(
      (shown) => shown('shown').materialized(),
      () => onPage,
    ),
    (from) => ({
      projects: from.selectFrom('shown').selectAll().orderBy('status').orderBy('name').orderBy('id'),
      totals: matching.select([count.as('projects')]),
      worried: db
        .selectFrom('app.milestone as m')
        .select(sql<number>`count(distinct m.project_id)::int`.as('projects'))
        .where('m.project_id', '=', isMatching)
        .where('m.met_on', 'is', null)
        .where(sql<boolean>`(m.forecast_on > m.agreed_on or m.agreed_on < ${teamToday})`),
      counts: db
        .selectFrom('app.task')
        .select([
          'project_id as projectId',
          count.as('total'),
          sql<number>`(count(*) filter (where status = 'done'))::int`.as('done'),
          sql<number>`(count(*) filter (where shared))::int`.as('sharedTotal'),
          sql<number>`(count(*) filter (where shared and status = 'done'))::int`.as('sharedDone'),
        ])
        .where('project_id', '=', isShown)
        .groupBy('project_id'),
      sprints: db
        .selectFrom('app.sprint')
        .select(['project_id as projectId', 'name', 'ends_on as endsOn'])
        .where('project_id', '=', isShown)
        .where('status', '=', 'active'),
      milestones: db
        .selectFrom('app.milestone')
        .select([
          'project_id as projectId',
          'id',
          'title',
          'agreed_on as agreedOn',
          'forecast_on as forecastOn',
          'met_on as metOn',
        ])
        .where('project_id', '=', isShown)
        .where('met_on', 'is', null)
        .orderBy('agreed_on')
        .orderBy('id'),
      here: db.selectNoFrom(teamToday.as('today')),
      clients: db.selectFrom('app.client').select(['id', 'name']).orderBy('name').orderBy('id'),
    }),
  );
  const total = found.totals[0]?.projects ?? 0;
  const today = found.here[0]?.today ?? '';
  return {
    clients: found.clients,
    total,
    /** How many of them all have a milestone that is late or at risk. */
    worried: found.worried[0]?.projects ?? 0,
    page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
    projects: found.projects.map((project) => {
      const counts = found.counts.find((row) => row.projectId === project.id);
      return {
        ...project,
        progress: progressOf({ done: counts?.done ?? 0, total: counts?.total ?? 0 }),
        clientSees: progressOf({ done: counts?.sharedDone ?? 0, total: counts?.sharedTotal ?? 0 }),
        sprint: found.sprints.find((row) => row.projectId === project.id) ?? null,
        worries: found.milestones
          .filter((row) => row.projectId === project.id)
          .map((row) => ({ id: row.id, title: row.title, standing: milestoneStanding(row, today) }))
          .filter(({ standing }) => standing !== 'on_track'),
      };
    }),
  };
});
