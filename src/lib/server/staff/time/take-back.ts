import { plural } from '../../../domain/words';
import { timeTakeBack } from '../../../inputs/time';
import { Refusal } from '../../errors';
import { staffProcedure } from '../procedure';
import { decidableEntries, decideTime } from './decidable';

/** The rejected time counts again, and other time may have been logged on that day in between. */
const noRoom = (error: unknown): never => {
  if ((error as { constraint?: string }).constraint !== 'time_entry_day_full') throw error;
  throw new Refusal(
    'CONFLICT',
    'Undoing this would put someone over 24 hours on one day. Nothing was changed.',
  );
};

/** Takes approvals and rejections back, all of them or none: the time waits for a decision again, and may be corrected. */
export const takeBack = staffProcedure.input(timeTakeBack).mutation(async ({ ctx: { db }, input }) => {
  const ids = [...new Set(input.entryIds)];
  await decidableEntries(db, ids);
  const waiting = ids.length - (await decideTime(db, ids, 'recorded', '').catch(noRoom));
  if (waiting > 0)
    throw new Refusal(
      'CONFLICT',
      `${plural(waiting, 'entry is', 'entries are')} already awaiting approval. Nothing was changed; refresh and try again.`,
    );
  return { takenBack: ids.length };
});
