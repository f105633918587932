import { portalProcedure } from '../procedure';

/** Who is signed in, for which client, and how the tenant calls and colours its portal. */
export const me = portalProcedure.query(async ({ ctx: { db, me } }) => {
  const [tenant, client] = await Promise.all([
    db.selectFrom('app.tenant').select(['name', 'portal_name as portalName', 'accent_color as accentColor']).executeTakeFirst(),
    db.selectFrom('app.client').select(['name', 'time_zone as timeZone']).executeTakeFirst(),
  ]);
  const { name, email, role, sections } = await me();
  return { name, email, role, sections, client: client ?? null, tenant: tenant ?? null };
});
