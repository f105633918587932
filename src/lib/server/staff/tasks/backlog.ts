import { sql } from 'kysely';
import { firstWindow } from '../../../domain/window';
import { backlogInput } from '../../../inputs/staff-tasks';
import { isShown } from '../../db/shown';
import { togetherFrom } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { cardColumns, waitsFor } from './cards';

/**
 * What is left to do in no sprint (list "backlog"), beside the current and the planned sprints with their tasks and hours. Of
 * each list the part that is asked for, with what all of it counts and is estimated at, and the card that stands before the
 * part.
 */
export const backlog = staffProcedure
  .input(backlogInput)
  .query(async ({ ctx: { db }, input: { projectId, windows } }) => {
    const sprints = db
      .selectFrom('app.sprint as s')
      .where('s.project_id', '=', projectId)
      .where('s.status', '<>', 'completed');
    // What is counted and put in order is narrow; the cards that are shown are looked up.
    const toPlan = db
      .selectFrom('app.task as t')
      .select(['t.id', 't.estimate_minutes'])
      .select(sql<string>`coalesce(t.sprint_id::text, 'backlog')`.as('list_id'))
      .select(
        sql<number>`row_number() over (partition by t.sprint_id order by t.position, t.id)::int`.as('nth'),
      )
      .where('t.project_id', '=', projectId)
      .where((where) =>
        where.or([
          where.and([where('t.sprint_id', 'is', null), where('t.status', '<>', 'done')]),
          where('t.sprint_id', 'in', sprints.select('s.id')),
        ]),
      );
    const found = await togetherFrom(
      db.with('to_plan', () => toPlan),
      (from) => ({
        projects: from.selectFrom('app.project').select('id').where('id', '=', projectId),
        sprints: sprints
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
        tasks: from
          .selectFrom('to_plan as p')
          .innerJoin('app.task as t', 't.id', 'p.id')
          .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
          .select([...cardColumns, waitsFor.as('waitsFor'), 'p.list_id as listId', 'p.nth'])
          .where(isShown('p.list_id', windows, 1))
          .orderBy(sql`t.sprint_id is not null`)
          .orderBy('t.position')
          .orderBy('t.id'),
        totals: from
          .selectFrom('to_plan')
          .select([
            'list_id as listId',
            sql<number>`count(*)::int`.as('tasks'),
            sql<number>`coalesce(sum(estimate_minutes), 0)::float8`.as('plannedMinutes'),
            sql<number>`count(*) filter (where estimate_minutes is null)::int`.as('unestimated'),
          ])
          .groupBy('list_id'),
      }),
    );
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
