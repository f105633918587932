import { sql } from 'kysely';
import { staffClient } from '../../../inputs/staff';
import type { Section } from '../../../inputs/team';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** One client: its people with what they may open, its contracts, and its projects in reach. */
export const open = staffProcedure.input(staffClient).query(async ({ ctx: { db }, input: { clientId } }) => {
  const found = await together(db, {
    clients: db
      .selectFrom('app.client')
      .select(['id', 'name', 'active', 'time_zone as timeZone'])
      .where('id', '=', clientId),
    users: db
      .selectFrom('app.client_user')
      .select([
        'id',
        'name',
        'email',
        'role',
        'active',
        sql<Section[]>`to_json(open_sections)`.as('sections'),
      ])
      .where('client_id', '=', clientId)
      .orderBy('active', 'desc')
      .orderBy('role', 'desc')
      .orderBy('name'),
    contracts: db
      .selectFrom('app.contract_client')
      .select(['contract_id as id', 'contract_number as number', 'contract_name as name'])
      .where('client_id', '=', clientId)
      .orderBy('contract_number'),
    projects: db
      .selectFrom('app.project')
      .select(['id', 'name', 'status', 'visibility'])
      .where('client_id', '=', clientId)
      .orderBy('name')
      .orderBy('id'),
  });
  const [client] = found.clients;
  if (!client) throw notFound();
  return { ...client, users: found.users, contracts: found.contracts, projects: found.projects };
});
