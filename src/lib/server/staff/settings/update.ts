import { settingsUpdate } from '../../../inputs/staff-settings';
import { forbidden } from '../../errors';
import { staffProcedure } from '../procedure';

/** Changes the company's settings: its Admins' and Owners' to do. */
export const update = staffProcedure
  .input(settingsUpdate)
  .mutation(async ({ ctx: { db }, input: { approveOwnTime } }) => {
    const { numUpdatedRows } = await db
      .updateTable('app.tenant')
      .set({ approve_own_time: approveOwnTime })
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw forbidden();
  });
