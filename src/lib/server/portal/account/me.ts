import { sql } from 'kysely';
import { together } from '../../db/together';
import { portalProcedure } from '../procedure';

/** Who is signed in, for which client, and how the tenant calls and colours its portal and how large a file it takes. */
export const me = portalProcedure.query(async ({ ctx: { db, me } }) => {
  const asked = me();
  const { tenant, client } = await together(db, {
    tenant: db
      .selectFrom('app.tenant')
      .select(['name', 'portal_name as portalName', 'accent_color as accentColor'])
      .select(sql<number>`upload_limit_bytes::float8`.as('uploadLimit_bytes')),
    client: db.selectFrom('app.client').select(['name', 'time_zone as timeZone']),
  });
  const { name, email, role, sections } = await asked;
  return { name, email, role, sections, client: client[0] ?? null, tenant: tenant[0] ?? null };
});
