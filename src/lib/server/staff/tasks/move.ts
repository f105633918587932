import { taskMove } from '../../../inputs/staff-tasks';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { movedMeanwhile } from './moved-meanwhile';
import { reviewTasks } from './review';

/**
 * Gives a task another status, as the board does, over the version that was read. A conflict, told by who moved it, where
 * somebody changed the task in between.
 */
export const move = staffProcedure
  .input(taskMove)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId, version, status } }) => {
    const { numUpdatedRows } = await db
      .updateTable('app.task')
      .set({ status })
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .where('version', '=', version)
      .executeTakeFirst();
    if (numUpdatedRows > 0n || (await reviewTasks(db, projectId, [taskId], status, version)) > 0) return;
    const now = await db
      .selectFrom('app.task')
      .select('version')
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst();
    if (now && now.version !== version) throw await movedMeanwhile(db, taskId);
    await assertAllWritten(db, 'task', [taskId], 0, { scope: { project_id: projectId } });
  });
