import { sql } from 'kysely';
import { draftOwner } from '../../draft-owner';
import { staffProcedure } from '../procedure';

/** Who is signed in, and for which tenant, with its time zone and how large a file it takes. */
export const me = staffProcedure.query(async ({ ctx: { db, me } }) => {
  const asked = me();
  const tenant = await db
    .selectFrom('app.tenant')
    .select(['name', 'accent_color as accentColor', 'time_zone as timeZone'])
    .select(sql<number>`upload_limit_bytes::float8`.as('uploadLimit_bytes'))
    .executeTakeFirst();
  const { staffMemberId, name, email, role } = await asked;
  return { staffMemberId, name, email, role, draftOwner: draftOwner(staffMemberId), tenant: tenant ?? null };
});
