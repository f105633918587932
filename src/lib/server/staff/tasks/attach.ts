import { taskAttach } from '../../../inputs/staff';
import { notFound } from '../../errors';
import { attachUploads } from '../attach-uploads';
import { staffProcedure } from '../procedure';

/** Hangs the person's own uploads on a task, Internal Only until somebody shares them. */
export const attach = staffProcedure
  .input(taskAttach)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId, uploads } }) => {
    const task = await db
      .selectFrom('app.task')
      .select('id')
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst();
    if (!task) throw notFound();
    await attachUploads(db, uploads, { task_id: taskId });
  });
