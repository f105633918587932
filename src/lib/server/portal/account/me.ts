import { sql } from 'kysely';
import { formats } from '../../../domain/formats';
import { draftOwner } from '../../draft-owner';
import { selectAllCompiled } from '../../db/select-all';
import { portalProcedure, type PortalDatabase } from '../procedure';

const portalOf = selectAllCompiled((db: PortalDatabase) => ({
  queries: {
    tenant: db
      .selectFrom('app.tenant')
      .select(['name', 'portal_name as portalName', 'accent_color as accentColor'])
      .select(sql<number>`upload_limit_bytes::float8`.as('uploadLimit_bytes')),
    client: db.selectFrom('app.client').select(['name', 'time_zone as timeZone']),
  },
}));

/** The signed-in client user and client, the name and colour of the tenant's portal, the size limit of a file, and how the person reads dates and numbers. */
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
