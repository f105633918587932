import { timeRecord } from '../../../inputs/time';
import { staffProcedure } from '../procedure';

/** Enters one's own time on a task by hand. Returns its id. */
export const record = staffProcedure.input(timeRecord).mutation(async ({ ctx: { db }, input }) => {
  const id = crypto.randomUUID();
  await db
    .insertInto('app.time_entry')
    .values({
      id,
      project_id: input.projectId,
      task_id: input.taskId,
      spent_on: input.spentOn,
      minutes: input.minutes,
      after_hours: input.afterHours,
      description: input.description,
    })
    .execute();
  return { id };
});
