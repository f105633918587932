import { commentRemove } from '../../../inputs/staff';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/** Deletes a comment with its files, whoever wrote it; project Managers and above. */
export const remove = staffProcedure
  .input(commentRemove)
  .mutation(async ({ ctx: { db }, input: { projectId, commentId } }) => {
    const { numDeletedRows } = await db
      .deleteFrom('app.comment')
      .where('project_id', '=', projectId)
      .where('id', '=', commentId)
      .executeTakeFirst();
    await explainMissing(db, 'comment', [commentId], Number(numDeletedRows));
  });
