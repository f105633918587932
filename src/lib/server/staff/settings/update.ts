import { settingsUpdate } from '../../../inputs/staff-settings';
import { unknownTimeZone } from '../../../inputs/time-zone';
import { forbidden, Refusal } from '../../errors';
import { staffProcedure } from '../procedure';

const inWords = (error: unknown): never => {
  if ((error as { constraint?: string }).constraint !== 'time_zone_unknown') throw error;
  throw new Refusal('BAD_REQUEST', unknownTimeZone, { timeZone: unknownTimeZone });
};

/** Changes the company's settings: its Admins' and Owners' to do. */
export const update = staffProcedure
  .input(settingsUpdate)
  .mutation(async ({ ctx: { db }, input: { approveOwnTime, timeZone } }) => {
    const { numUpdatedRows } = await db
      .updateTable('app.tenant')
      .set({ approve_own_time: approveOwnTime, time_zone: timeZone })
      .executeTakeFirst()
      .catch(inWords);
    if (numUpdatedRows === 0n) throw forbidden();
  });
