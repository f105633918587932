import { sql } from 'kysely';
import { todayIn } from '../../../domain/dates';
import { milestoneStanding } from '../../../domain/milestone-standing';
import { progressOf } from '../../../domain/progress';
import { projectFilter } from '../../../inputs/staff-projects';
import { together } from '../../db/together';
import { staffProcedure } from '../procedure';

/** The projects in the person's reach: the whole of each beside what its client sees of it. */
export const list = staffProcedure.input(projectFilter).query(async ({ ctx: { db }, input }) => {
  let matching = db.selectFrom('app.project as p').innerJoin('app.client as c', 'c.id', 'p.client_id');
  if (input.clientId) matching = matching.where('p.client_id', '=', input.clientId);
  if (input.status) matching = matching.where('p.status', '=', input.status);
  if (input.visibility) matching = matching.where('p.visibility', '=', input.visibility);
  if (input.search)
    matching = matching.where(sql<boolean>`position(lower(${input.search}) in lower(p.name)) > 0`);
  const found = await together(db, {
    projects: matching
      .select([
        'p.id',
        'p.name',
        'p.status',
        'p.visibility',
        'p.due_on as dueOn',
        'c.id as clientId',
        'c.name as clientName',
        'c.time_zone as timeZone',
      ])
      .orderBy('p.status')
      .orderBy('p.name')
      .orderBy('p.id'),
    counts: db
      .selectFrom('app.task')
      .select([
        'project_id as projectId',
        sql<number>`count(*)::int`.as('total'),
        sql<number>`(count(*) filter (where status = 'done'))::int`.as('done'),
        sql<number>`(count(*) filter (where shared))::int`.as('sharedTotal'),
        sql<number>`(count(*) filter (where shared and status = 'done'))::int`.as('sharedDone'),
      ])
      .groupBy('project_id'),
    sprints: db
      .selectFrom('app.sprint')
      .select(['project_id as projectId', 'name', 'ends_on as endsOn'])
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
      .where('met_on', 'is', null)
      .orderBy('agreed_on'),
    clients: db.selectFrom('app.client').select(['id', 'name']).orderBy('name'),
  });
  return {
    clients: found.clients,
    projects: found.projects.map(({ timeZone, ...project }) => {
      const counts = found.counts.find((row) => row.projectId === project.id);
      const today = todayIn(timeZone, new Date());
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
