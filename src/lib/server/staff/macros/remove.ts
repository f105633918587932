import { macroRemove } from '../../../inputs/staff-tickets';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';

/** Deletes a macro; what was written with it stays. */
export const remove = staffProcedure
  .input(macroRemove)
  .mutation(async ({ ctx: { db }, input: { macroId } }) => {
    const { numDeletedRows } = await db.deleteFrom('app.macro').where('id', '=', macroId).executeTakeFirst();
    await assertAllWritten(db, 'macro', [macroId], Number(numDeletedRows));
  });
