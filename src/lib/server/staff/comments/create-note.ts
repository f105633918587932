import { noteCreate } from '../../../inputs/staff';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { sentBefore } from '../sent-before';

/** Writes an Internal Only note on a task, or a grooming note of the backlog. Returns its id, the same for the same request again. */
export const createNote = staffProcedure
  .input(noteCreate)
  .mutation(async ({ ctx: { db, me }, input: { projectId, taskId, kind, body, requestId } }) => {
    const { staffMemberId } = await me();
    const id = crypto.randomUUID();
    const written = await db
      .insertInto('app.note')
      .values({
        ...{ id, project_id: projectId, task_id: taskId, kind, body, request_id: requestId },
        visibility: 'internal_only',
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (written.numInsertedOrUpdatedRows) return { id };
    const before = await sentBefore(db, 'app.note', { requestId, me: staffMemberId });
    if (!before) throw notFound();
    return before;
  });
