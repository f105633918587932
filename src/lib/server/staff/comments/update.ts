import { commentUpdate } from '../../../inputs/staff';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/** Saves one's own comment over the version that was read. */
export const update = staffProcedure.input(commentUpdate).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  const { numUpdatedRows } = await db
    .updateTable('app.comment')
    .set({ body: input.body })
    .where('project_id', '=', input.projectId)
    .where('id', '=', input.commentId)
    .where('version', '=', input.version)
    .where('author_staff_id', '=', staffMemberId)
    .executeTakeFirst();
  await explainMissing(db, 'comment', [input.commentId], Number(numUpdatedRows), input.version);
});
