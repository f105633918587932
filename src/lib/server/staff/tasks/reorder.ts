import { taskReorder } from '../../../inputs/staff-tasks';
import { forbidden, notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { lockSprint } from './lock-sprint';
import { movedMeanwhile } from './moved-meanwhile';
import { lockList, positionBehind } from './order';
import { planIntoSprint } from '../plan-into-sprint';

/**
 * Puts a task right behind another one, or first, in a column of the board or a list of the backlog, and returns its new
 * version. Into another sprint, for those who plan sprints. A conflict, told by who moved it, where somebody changed the task in between.
 */
export const reorder = staffProcedure.input(taskReorder).mutation(async ({ ctx: { db }, input }) => {
  const { projectId, taskId, status, version, afterTaskId } = input;
  const seen = await db
    .selectFrom('app.task')
    .select('sprint_id as sprintId')
    .where('project_id', '=', projectId)
    .where('id', '=', taskId)
    .executeTakeFirst();
  if (!seen) throw notFound();
  const sprintId = input.sprintId === undefined ? seen.sprintId : input.sprintId;

  await lockSprint(db, projectId, sprintId, [taskId]);
  const movable = await lockList(db, { projectId, sprintId }, [taskId]);
  if (!movable.has(taskId)) throw forbidden();
  const position = await positionBehind(db, { projectId, sprintId }, taskId, afterTaskId);
  const moved = await db
    .updateTable('app.task')
    .set({ status, position })
    .where('project_id', '=', projectId)
    .where('id', '=', taskId)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst();
  if (!moved) throw await movedMeanwhile(db, taskId);
  if (sprintId === seen.sprintId) return moved;
  await planIntoSprint(db, projectId, [taskId], sprintId);
  return db
    .selectFrom('app.task')
    .select('version')
    .where('project_id', '=', projectId)
    .where('id', '=', taskId)
    .executeTakeFirstOrThrow();
});
