import { sql } from 'kysely';
import { firstWindow } from '../../../domain/window';
import { backlogInput } from '../../../inputs/staff';
import { isShown } from '../../db/shown';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { cardColumns, taskColumns, waitsFor } from './cards';

/**
 * What is left to do in no sprint (list "backlog"), beside the current and the planned sprints with their tasks and hours. Of
 * each list the part that is asked for, with what all of it counts and is estimated at, and the card that stands before the
 * part.
 */
export const backlog = staffProcedure
  .input(backlogInput)
  .query(async ({ ctx: { db }, input: { projectId, windows } }) => {
    const ahead = db
      .selectFrom('app.sprint as s')
      .where('s.project_id', '=', projectId)
      .where('s.status', '<>', 'completed');
    const listId = sql<string>`coalesce(t.sprint_id::text, 'backlog')`;
    const left = db
      .selectFrom('app.task as t')
      .where('t.project_id', '=', projectId)
      .where((where) =>
        where.or([
          where.and([where('t.sprint_id', 'is', null), where('t.status', '<>', 'done')]),
          where('t.sprint_id', 'in', ahead.select('s.id')),
        ]),
      );
    const placed = left.select([
      ...taskColumns,
      listId.as('list_id'),
      sql<number>`row_number() over (partition by t.sprint_id order by t.position, t.id)::int`.as('nth'),
    ]);
    const found = await together(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      sprints: ahead
        .select([
          's.id',
          's.name',
          's.status',
          's.starts_on as startsOn',
          's.ends_on as endsOn',
          sql<number | null>`coalesce(
            (select sum(c.hours)::float8 from app.sprint_capacity c
              where c.tenant_id = s.tenant_id and c.project_id = s.project_id and c.sprint_id = s.id),
            s.capacity_hours::float8)`.as('capacityHours'),
        ])
        .orderBy('s.starts_on')
        .orderBy('s.id'),
      tasks: db
        .selectFrom(placed.as('t'))
        .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
        .select([...cardColumns, waitsFor.as('waitsFor'), 't.list_id as listId', 't.nth'])
        .where(isShown('t.list_id', windows, 1))
        .orderBy('t.position')
        .orderBy('t.id'),
      totals: left
        .select([
          listId.as('listId'),
          sql<number>`count(*)::int`.as('tasks'),
          sql<number>`coalesce(sum(t.estimate_minutes), 0)::float8`.as('plannedMinutes'),
          sql<number>`count(*) filter (where t.estimate_minutes is null)::int`.as('unestimated'),
        ])
        .groupBy('t.sprint_id'),
    });
    if (found.projects.length === 0) throw notFound();
    const windowOf = (list: string) => windows[list] ?? firstWindow;
    const isBefore = ({ listId, nth }: (typeof found.tasks)[number]) => nth <= windowOf(listId).from;
    return {
      sprints: found.sprints,
      lists: ['backlog', ...found.sprints.map(({ id }) => id)].map((id) => {
        const {
          tasks = 0,
          plannedMinutes = 0,
          unestimated = 0,
        } = found.totals.find(({ listId }) => listId === id) ?? {};
        const beforeId = found.tasks.find((task) => task.listId === id && isBefore(task))?.id ?? null;
        return { id, total: tasks, plannedMinutes, unestimated, ...windowOf(id), beforeId };
      }),
      tasks: found.tasks.filter((task) => !isBefore(task)).map(({ nth: _, listId: __, ...task }) => task),
    };
  });
