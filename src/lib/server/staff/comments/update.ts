import { commentUpdate } from '../../../inputs/staff-comments';
import { staffProcedure } from '../procedure';
import { editText } from '../shared/thread/write';

/** Saves one's own comment over the version that was read. What it said before is kept for the team. */
export const update = staffProcedure
  .input(commentUpdate)
  .mutation(async ({ ctx: { db, me }, input: { projectId, commentId, version, body } }) => {
    const { staffMemberId } = await me();
    const text = { id: commentId, version, body, me: staffMemberId };
    await editText(db, 'app.text', { project_id: projectId, text: 'comment' }, text);
  });
