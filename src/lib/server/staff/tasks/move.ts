import { taskMove } from '../../../inputs/staff-tasks';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/** Gives a task another status, as the board does. */
export const move = staffProcedure
  .input(taskMove)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId, status } }) => {
    const { numUpdatedRows } = await db
      .updateTable('app.task')
      .set({ status })
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst();
    await explainMissing(db, 'task', [taskId], Number(numUpdatedRows));
  });
