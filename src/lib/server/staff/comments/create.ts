import { commentCreate } from '../../../inputs/staff-comments';
import { requireTasks } from '../require-tasks';
import { staffProcedure } from '../procedure';
import { postText } from '../shared/thread/write';

/** Says something on a task, with files, to the team or to the client too. Returns its id, the same for the same request again. */
export const create = staffProcedure
  .input(commentCreate)
  .mutation(
    async ({ ctx: { db, me }, input: { projectId, taskId, body, visibility, uploads, requestId } }) => {
      const { staffMemberId } = await me();
      await requireTasks(db, projectId, [taskId]);
      return postText(
        db,
        'app.text',
        { record_id: taskId, kind: 'comment', body, visibility },
        { requestId, me: staffMemberId, uploads },
      );
    },
  );
