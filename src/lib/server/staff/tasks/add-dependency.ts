import { taskReference } from '../../../domain/reference';
import { dependencyAdd } from '../../../inputs/tasks';
import { notFound, Refusal } from '../../errors';
import { stateOf } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { tasksNamed } from './named';

const refusal = (sentence: string) => new Refusal('BAD_REQUEST', sentence, { which: sentence });

/** Lets a task wait for another of its project, named by number or by words of its title. */
export const addDependency = staffProcedure
  .input(dependencyAdd)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId, which } }) => {
    const task = await db
      .selectFrom('app.task')
      .select('id')
      .where('project_id', '=', projectId)
      .where('id', '=', taskId)
      .executeTakeFirst();
    if (!task) throw notFound();
    const named = await tasksNamed(db, projectId, which).limit(4).execute();
    const exact = named.filter(
      ({ isByNumber, title }) => isByNumber || title.toLowerCase() === which.toLowerCase(),
    );
    const [other, ...others] = exact.length ? exact : named;
    if (!other) throw refusal('No task in this project matches.');
    if (others.length)
      throw refusal(
        `Several tasks match: ${[other, ...others].map(({ number, title }) => `${taskReference(number)} ${title}`).join('; ')}. Enter the task number.`,
      );
    if (other.id === taskId) throw refusal("A task can't depend on itself.");
    await db
      .insertInto('app.task_dependency')
      .values({ project_id: projectId, task_id: taskId, depends_on_id: other.id })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23514') throw error;
        throw refusal(
          `${taskReference(other.number)} already depends on this task. This would create a circular dependency.`,
        );
      });
  });
