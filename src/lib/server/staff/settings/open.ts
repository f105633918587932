import { mayInTenant } from '../../../domain/roles';
import { staffProcedure } from '../procedure';

/** The company's settings, and whether the person may change them. */
export const open = staffProcedure.query(async ({ ctx: { db, me } }) => {
  const asked = me();
  const settings = await db
    .selectFrom('app.tenant')
    .select(['approve_own_time as approveOwnTime', 'time_zone as timeZone'])
    .executeTakeFirstOrThrow();
  const { role } = await asked;
  return { ...settings, mayChange: mayInTenant(role, 'settings') };
});
