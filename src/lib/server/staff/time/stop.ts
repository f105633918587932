import { timeStop } from '../../../inputs/time';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { stopTimer } from './stop-timer';

/**
 * Stops a timer: one's own, or as a manager of the project or contract somebody's who forgot it. One that was forgotten goes on
 * until somebody says how long the work took.
 */
export const stop = staffProcedure
  .input(timeStop)
  .mutation(async ({ ctx: { db }, input: { entryId, minutes } }) => {
    await assertAllWritten(db, 'time_entry', [entryId], await stopTimer(db, entryId, minutes));
  });
