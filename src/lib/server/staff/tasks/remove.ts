import { staffTask } from '../../../inputs/staff-tasks';
import { Refusal } from '../../errors';
import { assertAllWritten, stateOf } from '../write-outcome';
import { staffProcedure } from '../procedure';

/** Deletes a task with its comments, notes and history; project Managers and above. One with time on it stays. */
export const remove = staffProcedure
  .input(staffTask)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId } }) => {
    const { numDeletedRows } = await db
      .deleteFrom('app.task')
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23503') throw error;
        throw new Refusal(
          'CONFLICT',
          "This task has logged time, so it can't be deleted. Mark it done, or delete the time first.",
        );
      });
    await assertAllWritten(db, 'task', [taskId], Number(numDeletedRows), {
      scope: { project_id: projectId },
    });
  });
