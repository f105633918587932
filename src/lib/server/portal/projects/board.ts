import { sql } from 'kysely';
import { todayIn } from '../../../domain/dates';
import { progressOf } from '../../../domain/progress';
import { columns, firstWindow } from '../../../domain/window';
import { boardInput } from '../../../inputs/projects';
import { isShown } from '../../db/shown';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

/**
 * The read-only board of a sprint: its visible tasks, in the order of their numbers, of each column the part that is asked for
 * and how many there are. Of the current sprint where none is named; `sprints` are those that can be, the latest first. A
 * sprint that is hidden, like one that there is not, is not found.
 */
export const board = portalProcedure
  .input(boardInput)
  .query(async ({ ctx: { db }, input: { projectId, sprintId, windows } }) => {
    const ofProject = db.selectFrom('app.sprint').where('project_id', '=', projectId);
    const chosen = sprintId ? ofProject.where('id', '=', sprintId) : ofProject.where('status', '=', 'active');
    const onBoard = db
      .selectFrom('app.task')
      .where('project_id', '=', projectId)
      .where('visible_sprint_id', '=', chosen.select('id'));
    const numbered = onBoard.select([
      ...(['id', 'number', 'title', 'status', 'priority', 'due_on as dueOn'] as const),
      sql<number>`row_number() over (partition by status order by number)`.as('nth'),
    ]);
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
      sprints: ofProject
        .select(['id', 'name', 'goal', 'status', 'starts_on as startsOn', 'ends_on as endsOn'])
        .orderBy(sql`starts_on desc`)
        .orderBy('id'),
      tasks: db
        .selectFrom(numbered.as('p'))
        .select(['p.id', 'p.number', 'p.title', 'p.status', 'p.priority', 'p.dueOn'])
        .where(isShown('status', windows))
        .orderBy('p.number'),
      totals: onBoard
        .select(['status', sql<number>`count(*)::int`.as('tasks')])
        .groupBy('status')
        .orderBy('status'),
      client: db.selectFrom('app.client').select('time_zone as timeZone'),
    });
    const [project] = found.projects;
    const sprint = found.sprints.find(({ id, status }) => (sprintId ? id === sprintId : status === 'active'));
    if (!project || (sprintId && !sprint)) throw notFound();
    const totalOf = (column: string) => found.totals.find(({ status }) => status === column)?.tasks ?? 0;
    const total = found.totals.reduce((sum, { tasks }) => sum + tasks, 0);
    return {
      project,
      today: todayIn(found.client[0]?.timeZone ?? 'UTC', new Date()),
      sprints: found.sprints.map(({ id, name, status }) => ({ id, name, status })),
      sprint: sprint ? { ...sprint, progress: progressOf({ done: totalOf('done'), total }) } : null,
      columns: columns.map(({ id }) => ({
        status: id,
        total: totalOf(id),
        ...(windows[id] ?? firstWindow),
      })),
      tasks: found.tasks,
    };
  });
