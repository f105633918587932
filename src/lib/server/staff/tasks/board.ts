import { sql } from 'kysely';
import { labelChoicesMax } from '../../../domain/labels';
import { columns, firstWindow } from '../../../domain/window';
import { boardInput } from '../../../inputs/staff-tasks';
import { isShown } from '../../db/shown';
import { selectAllFrom } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { cardColumns, waitsFor } from './cards';

/**
 * The tasks of a sprint for the board: the named one, else the current one, else those of no sprint. Of each column the part
 * that is asked for, with how many there are, how many the filter leaves, and the card that stands before the part; and what
 * can be filtered by. The sprint is read once, for all of it.
 */
export const board = staffProcedure.input(boardInput).query(async ({ ctx: { db }, input }) => {
  const { projectId, sprintId, assigneeId, label, mine, windows } = input;
  const sprint = db
    .selectFrom('app.sprint')
    .where('project_id', '=', projectId)
    .$if(sprintId !== undefined, (query) => query.where('id', '=', sprintId ?? ''))
    .$if(sprintId === undefined, (query) => query.where('status', '=', 'active'));
  const count = sql<number>`count(*)::int`;
  const filters = [
    assigneeId &&
      sql`t.assignee_staff_id is not distinct from ${assigneeId === 'none' ? null : assigneeId}::uuid`,
    mine && sql`t.assignee_staff_id = (select app.staff_id())`,
    label && sql`${label} = any(t.labels)`,
  ].filter((filter) => typeof filter === 'object');
  // Null is what nobody has.
  const matches = sql<boolean>`coalesce(${sql.join([sql`true`, ...filters], sql` and `)}, false)`;
  // Counting and ordering read few columns; the cards that are shown are looked up.
  const onBoard = db
    .selectFrom('app.task as t')
    .select(['t.id', 't.status', 't.labels', 't.assignee_staff_id'])
    .select(matches.as('matches'))
    .select(
      sql<number>`row_number() over (partition by t.status, ${matches} order by t.position, t.id)::int`.as(
        'nth',
      ),
    )
    .where('t.project_id', '=', projectId)
    .where((where) => where('t.sprint_id', 'is not distinct from', sprint.select('id').limit(1)));
  const found = await selectAllFrom(
    db.with('on_board', () => onBoard),
    (from) => ({
      projects: from.selectFrom('app.project').select('id').where('id', '=', projectId),
      sprints: sprint.select(['id', 'name', 'goal', 'status', 'starts_on as startsOn', 'ends_on as endsOn']),
      tasks: from
        .selectFrom('on_board as b')
        .innerJoin('app.task as t', 't.id', 'b.id')
        .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
        .select([...cardColumns, waitsFor.as('waitsFor'), 'b.nth'])
        .where('b.matches', '=', true)
        .where(isShown('b.status', windows, 1))
        .orderBy('t.position')
        .orderBy('t.id'),
      counts: from
        .selectFrom('on_board')
        .select([
          'status',
          count.as('total'),
          sql<number>`(count(*) filter (where matches))::int`.as('matching'),
        ])
        .groupBy('status'),
      assignees: from
        .selectFrom('on_board as t')
        .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
        .select(['a.id', 'a.name'])
        .distinct()
        .orderBy('a.name'),
      labels: from
        .selectFrom('on_board')
        .select(sql<string>`unnest(labels)`.as('label'))
        .distinct()
        .orderBy('label')
        .limit(labelChoicesMax + 1),
    }),
  );
  const [current] = found.sprints;
  if (found.projects.length === 0 || (sprintId !== undefined && !current)) throw notFound();
  const countsOf = (column: string) => found.counts.find(({ status }) => status === column);
  const isBefore = ({ status, nth }: (typeof found.tasks)[number]) =>
    nth <= (windows[status] ?? firstWindow).from;
  return {
    sprint: current ?? null,
    tasks: found.tasks.filter((task) => !isBefore(task)).map(({ nth: _, ...task }) => task),
    columns: columns.map(({ id }) => ({
      status: id,
      total: countsOf(id)?.total ?? 0,
      matching: countsOf(id)?.matching ?? 0,
      ...(windows[id] ?? firstWindow),
      beforeId: found.tasks.find((task) => task.status === id && isBefore(task))?.id ?? null,
    })),
    facets: {
      assignees: found.assignees,
      labels: found.labels.slice(0, labelChoicesMax).map(({ label }) => label),
      hasMoreLabels: found.labels.length > labelChoicesMax,
    },
  };
});
