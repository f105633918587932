import { commentCreate } from '../../../inputs/staff';
import { notFound } from '../../errors';
import { attachUploads } from '../attach-uploads';
import { staffProcedure } from '../procedure';
import { sentBefore } from '../sent-before';

/** Says something on a task, with files, to the team or to the client too. Returns its id, the same for the same request again. */
export const create = staffProcedure
  .input(commentCreate)
  .mutation(async ({ ctx: { db, me }, input: { taskId, body, visibility, uploads, requestId } }) => {
    const { staffMemberId } = await me();
    const id = crypto.randomUUID();
    const said = await db
      .insertInto('app.comment')
      .values({ id, task_id: taskId, body, visibility, request_id: requestId })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (said.numInsertedOrUpdatedRows) {
      await attachUploads(db, uploads, { comment_id: id });
      return { id };
    }
    const before = await sentBefore(db, 'app.comment', { requestId, me: staffMemberId });
    if (!before) throw notFound();
    return before;
  });
