import { plural } from '../../../domain/words';
import { timeTakeBack } from '../../../inputs/time';
import { Refusal } from '../../errors';
import { staffProcedure } from '../procedure';
import { decidableEntries } from './decidable';

/** Takes approvals and rejections back, all of them or none: the time waits for a decision again, and may be corrected. */
export const takeBack = staffProcedure.input(timeTakeBack).mutation(async ({ ctx: { db }, input }) => {
  const ids = [...new Set(input.entryIds)];
  await decidableEntries(db, ids);
  const { numUpdatedRows } = await db
    .updateTable('app.time_entry')
    .set({ status: 'recorded', decision_reason: '' })
    .where('id', 'in', ids)
    .where('status', '<>', 'recorded')
    .executeTakeFirst();
  const waiting = ids.length - Number(numUpdatedRows);
  if (waiting > 0)
    throw new Refusal(
      'CONFLICT',
      `${plural(waiting, 'entry waits', 'entries wait')} for a decision already. Nothing was changed; look again.`,
    );
  return { takenBack: ids.length };
});
