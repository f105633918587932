import { sql } from 'kysely';
import { taskAttach } from '../../../inputs/staff-tasks';
import { forbidden, notFound } from '../../errors';
import { attachUploads } from '../attach-uploads';
import { staffProcedure } from '../procedure';
import { projectsToDo } from '../rights';

/** Hangs the person's own uploads on a task, Internal Only until somebody shares them. */
export const attach = staffProcedure
  .input(taskAttach)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId, uploads } }) => {
    const task = await db
      .selectFrom('app.task')
      .select(sql<boolean>`project_id = any(${projectsToDo('work')})`.as('mayWork'))
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst();
    if (!task) throw notFound();
    if (!task.mayWork) throw forbidden();
    await attachUploads(db, uploads, taskId);
  });
