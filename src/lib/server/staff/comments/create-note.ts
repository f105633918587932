import { noteCreate } from '../../../inputs/staff';
import { staffProcedure } from '../procedure';

/** Writes an Internal Only note on a task, or a grooming note of the backlog. Returns its id. */
export const createNote = staffProcedure
  .input(noteCreate)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId, kind, body } }) => {
    const id = crypto.randomUUID();
    await db
      .insertInto('app.note')
      .values({ id, project_id: projectId, task_id: taskId, kind, body, visibility: 'internal_only' })
      .execute();
    return { id };
  });
