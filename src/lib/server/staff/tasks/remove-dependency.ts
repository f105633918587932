import { sql } from 'kysely';
import { dependencyRemove } from '../../../inputs/tasks';
import { forbidden, notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { projectsToDo } from '../rights';

/** Lets a task no longer wait for another. One that does not wait stays as it is. */
export const removeDependency = staffProcedure
  .input(dependencyRemove)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId, dependsOnId } }) => {
    const task = await db
      .selectFrom('app.task')
      .select(sql<boolean>`project_id = any(${projectsToDo('work')})`.as('mayWork'))
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst();
    if (!task) throw notFound();
    if (!task.mayWork) throw forbidden();
    await db
      .deleteFrom('app.task_dependency')
      .where('project_id', '=', projectId)
      .where('task_id', '=', taskId)
      .where('depends_on_id', '=', dependsOnId)
      .execute();
  });
