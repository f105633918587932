import { projectCommenting } from '../../../inputs/staff-projects';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';

/** Says whether client users may comment on the tasks they see; project Managers and above, says the policy. */
export const setCommenting = staffProcedure
  .input(projectCommenting)
  .mutation(async ({ ctx: { db }, input: { projectId, clientMayComment } }) => {
    const { numUpdatedRows } = await db
      .updateTable('app.project')
      .set({ client_may_comment: clientMayComment })
      .where('id', '=', projectId)
      .executeTakeFirst();
    await assertAllWritten(db, 'project', [projectId], Number(numUpdatedRows));
  });
