import { sql } from 'kysely';
import { tasksUpdate } from '../../../inputs/tasks';
import { Refusal } from '../../errors';
import { assertAllWritten, stateOf } from '../write-outcome';
import { requireTasks } from '../require-tasks';
import { staffProcedure } from '../procedure';
import { lockSprint } from './lock-sprint';
import { planIntoSprint } from '../plan-into-sprint';
import { reviewTasks } from './review';

/**
 * Changes several tasks of a project at once, all or none; what is left out stays as it is. An id that cannot be seen fails
 * the whole change as not found (LEAKS L65).
 */
export const updateMany = staffProcedure.input(tasksUpdate).mutation(async ({ ctx: { db }, input }) => {
  const ids = [...new Set(input.ids)];
  const { addLabels, removeLabels } = input;
  const changesLabels = addLabels.length + removeLabels.length > 0;
  const changes = {
    status: input.status,
    priority: input.priority,
    assignee_staff_id: input.assigneeId,
    story_id: input.storyId,
    milestone_id: input.milestoneId,
    ...(changesLabels && {
      labels: sql<string[]>`array(
        select label from unnest(labels || ${addLabels}::text[]) with ordinality as l (label, nth)
         where label <> all(${removeLabels}::text[]) group by label order by min(nth))`,
    }),
  };
  const given = Object.values(changes).filter((value) => value !== undefined).length;
  if (given === 0 && input.sprintId === undefined)
    throw new Refusal('BAD_REQUEST', 'Choose what to change. Nothing was changed.');

  await requireTasks(db, input.projectId, ids);
  await lockSprint(db, input.projectId, input.sprintId ?? null, ids);
  if (given > 0) {
    const { numUpdatedRows } = await db
      .updateTable('app.task')
      .set(changes)
      .where('project_id', '=', input.projectId)
      .where('id', 'in', ids)
      .executeTakeFirst()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23514') throw error;
        throw new Refusal(
          'BAD_REQUEST',
          'One of these tasks would have too many labels. Nothing was changed.',
          {
            addLabels: 'A task can have up to 20 labels.',
          },
        );
      });
    // A person who reviews without working there changes the status alone.
    const changed =
      numUpdatedRows === 0n && given === 1 && input.status !== undefined
        ? await reviewTasks(db, input.projectId, ids, input.status)
        : Number(numUpdatedRows);
    await assertAllWritten(db, 'task', ids, changed, { scope: { project_id: input.projectId } });
  }
  if (input.sprintId !== undefined) await planIntoSprint(db, input.projectId, ids, input.sprintId);
  return { changed: ids.length };
});
