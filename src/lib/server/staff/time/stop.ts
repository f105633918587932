import { timeEntry } from '../../../inputs/time';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';
import { stopTimer } from './stop-timer';

/** Stops a timer: one's own, or as a manager of the project or contract somebody's who forgot it. */
export const stop = staffProcedure.input(timeEntry).mutation(async ({ ctx: { db }, input: { entryId } }) => {
  await explainMissing(db, 'time_entry', [entryId], await stopTimer(db, entryId));
});
