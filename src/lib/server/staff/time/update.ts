import { timeUpdate } from '../../../inputs/time';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';
import { ownOpenEntry } from './own';

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
      status: 'recorded',
    })
    .where('id', '=', entryId)
    .where('version', '=', version)
    .executeTakeFirst();
  await explainMissing(db, 'time_entry', [entryId], Number(numUpdatedRows), { version });
  return { id: entryId };
});
