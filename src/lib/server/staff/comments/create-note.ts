import { noteCreate } from '../../../inputs/staff-comments';
import { requireTasks } from '../require-tasks';
import { staffProcedure } from '../procedure';
import { postText } from '../shared/thread/write';

/** Writes an Internal Only note on a task, or a grooming note of the backlog. Returns its id, the same for the same request again. */
export const createNote = staffProcedure
  .input(noteCreate)
  .mutation(async ({ ctx: { db, me }, input: { projectId, taskId, kind, body, requestId } }) => {
    const { staffMemberId } = await me();
    await requireTasks(db, projectId, [taskId]);
    return postText(
      db,
      'app.text',
      { record_id: taskId, kind, body, visibility: 'internal_only' },
      { requestId, me: staffMemberId },
    );
  });
