import { commentCreate } from '../../../inputs/staff';
import { attachUploads } from '../attach-uploads';
import { staffProcedure } from '../procedure';

/** Says something on a task, with files, to the team or to the client too. Returns its id. */
export const create = staffProcedure
  .input(commentCreate)
  .mutation(async ({ ctx: { db }, input: { taskId, body, visibility, uploads } }) => {
    const id = crypto.randomUUID();
    await db.insertInto('app.comment').values({ id, task_id: taskId, body, visibility }).execute();
    await attachUploads(db, uploads, { comment_id: id });
    return { id };
  });
