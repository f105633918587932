import { sql } from 'kysely';
import { columns, firstWindow } from '../../../domain/window';
import { boardInput } from '../../../inputs/staff';
import { isShown } from '../../db/shown';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { cardColumns, taskColumns, waitsFor } from './cards';
import { matchingTasks } from './matching';

/**
 * The tasks of a sprint for the board: the named one, else the current one, else those of no sprint. Of each column the part
 * that is asked for, with how many there are, how many the filter leaves, and the card that stands before the part; and what
 * can be filtered by.
 */
export const board = staffProcedure.input(boardInput).query(async ({ ctx: { db }, input }) => {
  const { projectId, sprintId, assigneeId, label, mine, windows } = input;
  const sprint = db
    .selectFrom('app.sprint')
    .where('project_id', '=', projectId)
    .$if(sprintId !== undefined, (query) => query.where('id', '=', sprintId ?? ''))
    .$if(sprintId === undefined, (query) => query.where('status', '=', 'active'));
  const count = sql<number>`count(*)::int`;
  const onBoard = (filter: { assigneeId?: string | undefined; label?: string | undefined } = {}) =>
    matchingTasks(db, { projectId, ...filter }).where((where) =>
      where('t.sprint_id', 'is not distinct from', sprint.select('id').limit(1)),
    );
  const matching = onBoard({ assigneeId, label }).$if(mine, (query) =>
    query.where('t.assignee_staff_id', '=', sql<string>`app.staff_id()`),
  );
  const placed = matching.select([
    ...taskColumns,
    sql<number>`row_number() over (partition by t.status order by t.position, t.id)::int`.as('nth'),
  ]);
  const found = await together(db, {
    projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
    sprints: sprint.select(['id', 'name', 'goal', 'status', 'starts_on as startsOn', 'ends_on as endsOn']),
    tasks: db
      .selectFrom(placed.as('t'))
      .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
      .select([...cardColumns, waitsFor.as('waitsFor'), 't.nth'])
      .where(isShown('status', windows, 1))
      .orderBy('t.position')
      .orderBy('t.id'),
    totals: onBoard()
      .select(['t.status', count.as('tasks')])
      .groupBy('t.status'),
    matching: matching.select(['t.status', count.as('tasks')]).groupBy('t.status'),
    assignees: onBoard()
      .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
      .select(['a.id', 'a.name'])
      .distinct()
      .orderBy('a.name'),
    labels: onBoard()
      .select(sql<string>`unnest(t.labels)`.as('label'))
      .distinct()
      .orderBy('label')
      .limit(200),
  });
  const [current] = found.sprints;
  if (found.projects.length === 0 || (sprintId !== undefined && !current)) throw notFound();
  const countIn = (counts: typeof found.totals, column: string) =>
    counts.find(({ status }) => status === column)?.tasks ?? 0;
  const isBefore = ({ status, nth }: (typeof found.tasks)[number]) =>
    nth <= (windows[status] ?? firstWindow).from;
  return {
    sprint: current ?? null,
    tasks: found.tasks.filter((task) => !isBefore(task)).map(({ nth: _, ...task }) => task),
    columns: columns.map(({ id }) => ({
      status: id,
      total: countIn(found.totals, id),
      matching: countIn(found.matching, id),
      ...(windows[id] ?? firstWindow),
      beforeId: found.tasks.find((task) => task.status === id && isBefore(task))?.id ?? null,
    })),
    facets: { assignees: found.assignees, labels: found.labels.map(({ label }) => label) },
  };
});
