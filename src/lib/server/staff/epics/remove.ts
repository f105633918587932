import { epicRemove } from '../../../inputs/staff-planning';
import { assertAllWritten } from '../write-outcome';
import { lockOrder } from '../lock-order';
import { staffProcedure } from '../procedure';

/** Deletes an epic; its stories stay, in none, and so do their tasks. */
export const remove = staffProcedure
  .input(epicRemove)
  .mutation(async ({ ctx: { db }, input: { projectId, epicId } }) => {
    await lockOrder(db, 'epic', [epicId]);
    const { numDeletedRows } = await db
      .deleteFrom('app.epic')
      .where('project_id', '=', projectId)
      .where('id', '=', epicId)
      .executeTakeFirst();
    await assertAllWritten(db, 'epic', [epicId], Number(numDeletedRows), {
      scope: { project_id: projectId },
    });
  });
