import { commentCreate } from '../../../inputs/staff';
import { staffProcedure } from '../procedure';

/** Says something on a task, to the team or to the client too. Returns its id. */
export const create = staffProcedure
  .input(commentCreate)
  .mutation(async ({ ctx: { db }, input: { taskId, body, visibility } }) => {
    const id = crypto.randomUUID();
    await db.insertInto('app.comment').values({ id, task_id: taskId, body, visibility }).execute();
    return { id };
  });
