import { commentRemove } from '../../../inputs/staff-comments';
import { staffProcedure } from '../procedure';
import { unsay } from '../say';

/** Deletes a comment with its files, whoever wrote it; project Managers and above. */
export const remove = staffProcedure
  .input(commentRemove)
  .mutation(({ ctx: { db }, input: { projectId, commentId } }) =>
    unsay(db, 'app.text', { project_id: projectId, text: 'comment' }, commentId),
  );
