import { staffProcedure } from '../procedure';

/** Who is signed in, and for which tenant. */
export const me = staffProcedure.query(async ({ ctx: { db, me } }) => {
  const asked = me();
  const tenant = await db
    .selectFrom('app.tenant')
    .select(['name', 'accent_color as accentColor'])
    .executeTakeFirst();
  const { staffMemberId, name, email, role } = await asked;
  return { staffMemberId, name, email, role, tenant: tenant ?? null };
});
