import { accountUpdate } from '../../../inputs/locale';
import { staffProcedure } from '../procedure';

/** Changes the person's own settings; nobody else's row is theirs to change. */
export const update = staffProcedure
  .input(accountUpdate)
  .mutation(async ({ ctx: { db, me }, input: { locale } }) => {
    const { staffMemberId } = await me();
    await db.updateTable('app.staff_member').set({ locale }).where('id', '=', staffMemberId).execute();
  });
