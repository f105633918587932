import { timeRecord } from '../../../inputs/time';
import { staffProcedure } from '../procedure';
import { workTarget } from './work-target';
import { inWords } from './refusal';

/** Enters one's own time on a task or ticket by hand. Returns its id. */
export const record = staffProcedure.input(timeRecord).mutation(async ({ ctx: { db }, input }) => {
  const id = crypto.randomUUID();
  await db
    .insertInto('app.time_entry')
    .values({
      id,
      ...(await workTarget(db, input)),
      spent_on: input.spentOn,
      minutes: input.minutes,
      after_hours: input.afterHours,
      description: input.description,
    })
    .execute()
    .catch(inWords(input.minutes ?? 0, 'minutes'));
  return { id };
});
