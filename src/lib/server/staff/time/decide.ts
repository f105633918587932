import { plural } from '../../../domain/words';
import { timeDecision } from '../../../inputs/time';
import { Refusal } from '../../errors';
import { staffProcedure } from '../procedure';
import { decidableEntries, decideTime } from './decidable';

/**
 * Approves or rejects recorded time, all of the entries or none. An id that cannot be seen fails the whole decision as not
 * found (LEAKS L65).
 */
export const decide = staffProcedure.input(timeDecision).mutation(async ({ ctx: { db }, input }) => {
  const ids = [...new Set(input.entryIds)];
  const entries = await decidableEntries(db, ids);
  if (entries.some(({ minutes }) => minutes === null))
    throw new Refusal('BAD_REQUEST', "You can't approve or reject a running timer. Nothing was changed.");
  const decidedBefore = ids.length - (await decideTime(db, ids, input.decision, input.reason));
  if (decidedBefore > 0)
    throw new Refusal(
      'CONFLICT',
      `${plural(decidedBefore, 'entry was', 'entries were')} already approved or rejected. Nothing was changed; refresh and try again.`,
    );
  return { decided: ids.length, decision: input.decision };
});
