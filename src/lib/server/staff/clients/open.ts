import { sql } from 'kysely';
import { staffClient } from '../../../inputs/staff-projects';
import type { Section } from '../../../inputs/team';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { doesInTenant } from '../rights';

/** One client: its people with what they may open, its contracts, its projects in reach, and for tenant Managers who looked as whom. */
export const open = staffProcedure.input(staffClient).query(async ({ ctx: { db }, input: { clientId } }) => {
  const found = await selectAll(db, {
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
        'can_sign_in as canSignIn',
        sql<Section[]>`to_json(granted_sections)`.as('sections'),
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
    views: db
      .selectFrom('app.client_view as v')
      .innerJoin('app.client_user as u', 'u.id', 'v.client_user_id')
      .innerJoin('app.staff_member as s', 's.id', 'v.staff_member_id')
      .select([
        'v.id',
        'v.began_at as beganAt',
        'v.ended_at as endedAt',
        'v.expires_at as expiresAt',
        's.name as by',
        'u.name as as',
      ])
      .where('v.client_id', '=', clientId)
      .orderBy('v.began_at', 'desc')
      .limit(50),
    may: db.selectNoFrom(doesInTenant('view_as_client').as('view')),
  });
  const [client] = found.clients;
  if (!client) throw notFound();
  return {
    ...client,
    users: found.users,
    contracts: found.contracts,
    projects: found.projects,
    mayView: found.may[0]?.view ?? false,
    views: found.views,
  };
});
