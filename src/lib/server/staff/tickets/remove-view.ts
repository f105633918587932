import { viewRemove } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** Forgets one of the person's own views. */
export const removeView = staffProcedure
  .input(viewRemove)
  .mutation(async ({ ctx: { db }, input: { viewId } }) => {
    const { numDeletedRows } = await db
      .deleteFrom('app.saved_view')
      .where('id', '=', viewId)
      .executeTakeFirst();
    if (!numDeletedRows) throw notFound();
  });
