import { timeEntry } from '../../../inputs/time';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';
import { countedMinutes } from './today';

/** Stops a timer: one's own, or as a project manager somebody's who forgot it. One that has been stopped stays as it is. */
export const stop = staffProcedure.input(timeEntry).mutation(async ({ ctx: { db }, input: { entryId } }) => {
  const { numUpdatedRows } = await db
    .updateTable('app.time_entry')
    .set((set) => ({ minutes: set.fn.coalesce('minutes', countedMinutes) }))
    .where('id', '=', entryId)
    .where('status', '=', 'recorded')
    .executeTakeFirst();
  await explainMissing(db, 'time_entry', [entryId], Number(numUpdatedRows));
});
