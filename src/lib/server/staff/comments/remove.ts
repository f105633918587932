import { commentRemove } from '../../../inputs/staff-comments';
import { staffProcedure } from '../procedure';
import { deleteText } from '../shared/thread/write';

/** Deletes a comment with its files, whoever wrote it; project Managers and above. */
export const remove = staffProcedure
  .input(commentRemove)
  .mutation(({ ctx: { db }, input: { projectId, commentId } }) =>
    deleteText(db, 'app.text', { project_id: projectId, text: 'comment' }, commentId),
  );
