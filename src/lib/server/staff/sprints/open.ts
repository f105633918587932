import { sql } from 'kysely';
import { burnDown } from '../../../domain/burn-down';
import { sprintOpen } from '../../../inputs/staff-planning';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { hoursOfPeople, isUnestimated, workSums } from '../sprint-load';
import { teamToday, teamZone } from '../team-day';
import { scopeEvents } from './scope-events';

/** So many tasks of each status are named; all of them are counted. */
const shownMost = 50;
/** So many planned sprints, the soonest, are offered for what is left undone. */
const carriedMost = 12;

/** A sprint whole: the first of its tasks in each status and what all of them are as work, the hours people have, its burn-down, and where unfinished tasks could go. */
export const open = staffProcedure
  .input(sprintOpen)
  .query(async ({ ctx: { db }, input: { projectId, sprintId } }) => {
    const moves = db
      .selectFrom('app.task_sprint_change as m')
      .where('m.project_id', '=', projectId)
      .where((where) =>
        where.or([where('m.to_sprint_id', '=', sprintId), where('m.from_sprint_id', '=', sprintId)]),
      );
    const ofSprint = db
      .selectFrom('app.task as t')
      .where('t.project_id', '=', projectId)
      .where('t.sprint_id', '=', sprintId);
    const found = await selectAll(db, {
      sprints: db
        .selectFrom('app.sprint as s')
        .select([
          's.id',
          's.name',
          's.goal',
          's.status',
          's.starts_on as startsOn',
          's.ends_on as endsOn',
          's.visibility',
          's.shared',
          's.version',
          's.completed_at as completedAt',
          teamZone.as('timeZone'),
          teamToday.as('today'),
        ])
        .where('s.project_id', '=', projectId)
        .where('s.id', '=', sprintId),
      tasks: db
        .selectFrom(
          ofSprint
            .select(['t.id', 't.number', 't.title', 't.status', 't.estimate_minutes', 't.assignee_staff_id'])
            .select('t.position')
            .select(
              sql<number>`row_number() over (partition by t.status order by t.position, t.id)`.as('nth'),
            )
            .as('t'),
        )
        .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
        .select(['t.id', 't.number', 't.title', 't.status', 't.estimate_minutes as estimateMinutes'])
        .select('a.name as assignee')
        .where('t.nth', '<=', shownMost)
        .orderBy('t.position')
        .orderBy('t.id'),
      work: ofSprint
        .select(['t.status', 't.assignee_staff_id as assigneeId', ...workSums])
        .groupBy(['t.status', 't.assignee_staff_id', isUnestimated]),
      capacity: hoursOfPeople(db, projectId).where('k.sprint_id', '=', sprintId).orderBy('p.name'),
      planned: db
        .selectFrom('app.sprint')
        .select(['id', 'name'])
        .where('project_id', '=', projectId)
        .where('status', '=', 'planned')
        .where('id', '<>', sprintId)
        .orderBy('starts_on')
        .orderBy('id')
        .limit(carriedMost + 1),
      moves: moves
        .select([
          'm.task_id as taskId',
          'm.from_sprint_id as from',
          'm.to_sprint_id as to',
          'm.estimate_minutes as estimateMinutes',
          'm.changed_at as at',
        ])
        .orderBy('m.changed_at')
        .orderBy('m.id'),
      estimates: db
        .selectFrom('app.task_estimate_change as c')
        .select(['c.task_id as taskId', 'c.to_minutes as to', 'c.changed_at as at'])
        .where('c.project_id', '=', projectId)
        .where('c.task_id', 'in', moves.select('m.task_id'))
        .orderBy('c.changed_at')
        .orderBy('c.id'),
      statuses: db
        .selectFrom('app.task_status_change as c')
        .select(['c.task_id as taskId', 'c.from_status as from', 'c.to_status as to', 'c.changed_at as at'])
        .where('c.project_id', '=', projectId)
        .where('c.task_id', 'in', moves.select('m.task_id'))
        .where((where) => where.or([where('c.from_status', '=', 'done'), where('c.to_status', '=', 'done')]))
        .orderBy('c.changed_at')
        .orderBy('c.id'),
    });
    const [sprint] = found.sprints;
    if (!sprint) throw notFound();
    const { timeZone, completedAt, ...facts } = sprint;
    const events = scopeEvents(sprintId, completedAt, found.moves, found.estimates, found.statuses);
    const { startsOn, endsOn, today } = sprint;
    return {
      ...facts,
      tasks: found.tasks,
      work: found.work,
      capacity: found.capacity.map(({ sprint_id: _, ...person }) => person),
      planned: found.planned.slice(0, carriedMost),
      /** Whether there are more that unfinished tasks could go to. */
      isPlannedCut: found.planned.length > carriedMost,
      burnDown: burnDown({ startsOn, endsOn, today, timeZone }, events),
    };
  });
