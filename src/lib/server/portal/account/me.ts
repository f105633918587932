import { sql } from 'kysely';
import { formats } from '../../../domain/formats';
import { draftOwner } from '../../draft-owner';
import { togetherAlways } from '../../db/together';
import { portalProcedure, type PortalDatabase } from '../procedure';

const portalOf = togetherAlways((db: PortalDatabase) => ({
  queries: {
    tenant: db
      .selectFrom('app.tenant')
      .select(['name', 'portal_name as portalName', 'accent_color as accentColor'])
      .select(sql<number>`upload_limit_bytes::float8`.as('uploadLimit_bytes')),
    client: db.selectFrom('app.client').select(['name', 'time_zone as timeZone']),
  },
}));

/** Who is signed in, for which client, and how the tenant calls and colours its portal and how large a file it takes, and how the person reads dates and numbers. */
export const me = portalProcedure.query(async ({ ctx: { db, me } }) => {
  const asked = me();
  const { tenant, client } = await portalOf(db);
  const { clientUserId, name, email, role, sections } = await asked;
  return {
    name,
    email,
    role,
    sections,
    draftOwner: draftOwner(clientUserId),
    formats: formats(),
    client: client[0] ?? null,
    tenant: tenant[0] ?? null,
  };
});
