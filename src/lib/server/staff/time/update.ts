import { timeUpdate } from '../../../inputs/time';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { ownOpenEntry } from './own';
import { inWords } from './refusal';

/**
 * Corrects one's own time while it is not approved. What was rejected is put forward again by that, with why it was rejected
 * still on it. Returns the entry's id.
 */
export const update = staffProcedure.input(timeUpdate).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  const { entryId, version } = input;
  await ownOpenEntry(db, staffMemberId, entryId, version);
  const { numUpdatedRows } = await db
    .updateTable('app.time_entry')
    .set({
      spent_on: input.spentOn,
      minutes: input.minutes,
      after_hours: input.afterHours,
      description: input.description,
    })
    .where('id', '=', entryId)
    .where('version', '=', version)
    .executeTakeFirst()
    .catch(inWords(input.minutes ?? 0, 'minutes'));
  await assertAllWritten(db, 'time_entry', [entryId], Number(numUpdatedRows), { version });
  return { id: entryId };
});
