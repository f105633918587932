import { sql } from 'kysely';
import { selectAll } from '../../db/select-all';
import { staffProcedure } from '../procedure';

/** The tenant's clients with their contracts, and how many people and projects in reach each has. */
export const list = staffProcedure.query(async ({ ctx: { db } }) => {
  const found = await selectAll(db, {
    clients: db
      .selectFrom('app.client')
      .select(['id', 'name', 'active', 'time_zone as timeZone'])
      .orderBy('name')
      .orderBy('id'),
    contracts: db
      .selectFrom('app.contract_client')
      .select([
        'client_id as clientId',
        'contract_id as id',
        'contract_number as number',
        'contract_name as name',
      ])
      .orderBy('contract_number'),
    users: db
      .selectFrom('app.client_user')
      .select(['client_id as clientId', sql<number>`(count(*) filter (where active))::int`.as('count')])
      .groupBy('client_id'),
    projects: db
      .selectFrom('app.project')
      .select(['client_id as clientId', sql<number>`count(*)::int`.as('count')])
      .groupBy('client_id'),
  });
  return found.clients.map((client) => ({
    ...client,
    contracts: found.contracts
      .filter((row) => row.clientId === client.id)
      .map(({ id, number, name }) => ({ id, number, name })),
    users: found.users.find((row) => row.clientId === client.id)?.count ?? 0,
    projects: found.projects.find((row) => row.clientId === client.id)?.count ?? 0,
  }));
});
