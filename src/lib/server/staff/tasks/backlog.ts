import { sql } from 'kysely';
import { firstWindow } from '../../../domain/window';
import { backlogInput } from '../../../inputs/staff-tasks';
import { isShown } from '../../db/shown';
import { selectAllFrom } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { hoursOfPeople, isUnestimated, workSums } from '../sprint-load';
import { cardColumns, waitsFor } from './cards';

/** So many sprints stand beside the backlog at once. */
const sprintsOfPage = 5;
/** So many people of each are named; on the sprint's own page all of them. */
const peopleMost = 20;

/**
 * The open tasks in no sprint (list "backlog"), beside a page of the current and the planned sprints with their tasks, and
 * what each asks of whom against the hours they have. Of each list the part that is asked for, with what all of it counts and
 * is estimated at, and the card that stands before the part.
 */
export const backlog = staffProcedure
  .input(backlogInput)
  .query(async ({ ctx: { db }, input: { projectId, windows, sprints: page } }) => {
    const open = db
      .selectFrom('app.sprint as s')
      .where('s.project_id', '=', projectId)
      .where('s.status', '<>', 'completed');
    const given = db
      .with('at_hand', () =>
        open
          .select(['s.id', 's.tenant_id', 's.project_id', 's.name', 's.status', 's.starts_on', 's.ends_on'])
          .select('s.capacity_hours')
          .select(
            sql<number>`row_number() over (order by s.status <> 'active', s.starts_on, s.id)::int`.as('nth'),
          )
          .orderBy('nth')
          .limit(sprintsOfPage)
          .offset((page - 1) * sprintsOfPage),
      )
      // Counting and ordering read few columns; the cards that are shown are looked up.
      .with('to_plan', (from) =>
        from
          .selectFrom('app.task as t')
          .select(['t.id', 't.sprint_id', 't.status', 't.estimate_minutes', 't.assignee_staff_id'])
          .select(sql<string>`coalesce(t.sprint_id::text, 'backlog')`.as('list_id'))
          .select(
            sql<number>`row_number() over (partition by t.sprint_id order by t.position, t.id)::int`.as(
              'nth',
            ),
          )
          .where('t.project_id', '=', projectId)
          .where((where) =>
            where.or([
              where.and([where('t.sprint_id', 'is', null), where('t.status', '<>', 'done')]),
              where('t.sprint_id', 'in', from.selectFrom('at_hand').select('id')),
            ]),
          ),
      )
      // Those who have hours first, then those who have tasks and no hours.
      .with('person', (from) =>
        from
          .selectFrom(
            hoursOfPeople(db, projectId)
              .where(sql<boolean>`k.sprint_id in (select id from at_hand)`)
              .unionAll(
                from
                  .selectFrom('to_plan as t')
                  .innerJoin('app.staff_member as p', 'p.id', 't.assignee_staff_id')
                  .select([sql<string>`t.sprint_id`.as('sprint_id'), 'p.id as staffMemberId', 'p.name'])
                  .select(sql<number>`null::float8`.as('hours'))
                  .distinct()
                  .where('t.sprint_id', 'is not', null),
              )
              .as('p'),
          )
          .select(['p.sprint_id as sprintId', 'p.staffMemberId', 'p.name'])
          .select([
            sql<number | null>`max(p.hours)`.as('hours'),
            sql<number>`row_number() over (partition by p.sprint_id order by max(p.hours) is null, p.name, p."staffMemberId")::int`.as(
              'nth',
            ),
            sql<number>`count(*) over (partition by p.sprint_id)::int`.as('of'),
          ])
          .groupBy(['p.sprint_id', 'p.staffMemberId', 'p.name']),
      );
    const found = await selectAllFrom(given, (from) => ({
      projects: from.selectFrom('app.project').select('id').where('id', '=', projectId),
      counts: open.select(sql<number>`count(*)::int`.as('sprints')),
      sprints: from
        .selectFrom('at_hand as s')
        .select(['s.id', 's.name', 's.status', 's.starts_on as startsOn', 's.ends_on as endsOn'])
        .select(
          sql<number | null>`coalesce(
            (select sum(c.hours)::float8 from app.sprint_capacity c
              where c.tenant_id = s.tenant_id and c.project_id = s.project_id and c.sprint_id = s.id),
            s.capacity_hours::float8)`.as('capacityHours'),
        )
        .orderBy('s.nth'),
      people: from.selectFrom('person').selectAll().where('nth', '<=', peopleMost).orderBy('nth'),
      work: from
        .selectFrom('to_plan as t')
        .leftJoin('person as p', (join) =>
          join.onRef('p.sprintId', '=', 't.sprint_id').onRef('p.staffMemberId', '=', 't.assignee_staff_id'),
        )
        .select(['t.sprint_id as sprintId', 't.assignee_staff_id as assigneeId', ...workSums])
        .select(sql<'done' | 'open'>`case when t.status = 'done' then 'done' else 'open' end`.as('status'))
        .where('t.sprint_id', 'is not', null)
        .where((where) =>
          where.or([where('t.assignee_staff_id', 'is', null), where('p.nth', '<=', peopleMost)]),
        )
        .groupBy(['t.sprint_id', 't.assignee_staff_id', isUnestimated])
        .groupBy(sql`t.status = 'done'`),
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
    }));
    if (found.projects.length === 0) throw notFound();
    const windowOf = (list: string) => windows[list] ?? firstWindow;
    const isBefore = ({ listId, nth }: (typeof found.tasks)[number]) => nth <= windowOf(listId).from;
    const total = found.counts[0]?.sprints ?? 0;
    return {
      sprints: found.sprints.map((sprint) => {
        const people = found.people.filter(({ sprintId }) => sprintId === sprint.id);
        return {
          ...sprint,
          people: people.map(({ staffMemberId, name, hours }) => ({ staffMemberId, name, hours })),
          peopleTotal: people[0]?.of ?? 0,
          work: found.work
            .filter(({ sprintId }) => sprintId === sprint.id)
            .map(({ sprintId: _, ...work }) => work),
        };
      }),
      sprintTotal: total,
      page,
      pages: Math.max(1, Math.ceil(total / sprintsOfPage)),
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
