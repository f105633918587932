/** Tenants, staff, clients, their users and contracts, with everything needed to sign in. */
import { hash } from '@node-rs/argon2';
import type pg from 'pg';
import type { Account } from '../running.ts';
import type { Clock } from './clock.ts';
import type { Loader } from './loader.ts';
import type { Client, ClientUser, StaffMember, Tenant } from './people.ts';
import type { Random } from './random.ts';
import { found, insertRows } from './rows.ts';

const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const tenantRoles = { owner: 'Owner', admin: 'Admin', manager: 'Manager', member: 'Member' };

function clientRole({ role, active, sections }: ClientUser): string {
  if (role === 'admin') return 'Client Admin';
  if (!active) return 'Client Employee (deactivated)';
  return sections.includes('projects') ? 'Client Employee' : 'Client Employee (no projects section)';
}

type Loaded = { loader: Loader; accounts: Account[] };

export async function loadTenant(
  database: pg.Client,
  clock: Clock,
  random: Random,
  tenant: Tenant,
): Promise<Loaded> {
  const tenantId = random.uuid();
  const loader: Loader = {
    database,
    clock,
    random,
    tenantId,
    clients: new Map(),
    contracts: new Map(),
    staff: new Map(),
    spent: new Map(),
  };
  const accounts: Account[] = [];
  const { name, portalName, accentColor, timeZone } = tenant;
  await insertRows(database, 'app.tenant', [
    {
      tenant_id: tenantId,
      name,
      portal_name: portalName,
      accent_color: accentColor,
      time_zone: timeZone,
      created_at: clock.at(-800),
    },
  ]);
  await loadStaff(loader, tenant.staff);
  for (const { role, email, password } of tenant.staff) {
    accounts.push({ realm: 'staff', tenant: name, client: null, role: tenantRoles[role], email, password });
  }
  for (const client of tenant.clients) {
    await loadClient(loader, client);
    for (const user of client.users) {
      const { email, password } = user;
      accounts.push({
        realm: 'client',
        tenant: name,
        client: client.name,
        role: clientRole(user),
        email,
        password,
      });
    }
  }
  await loadContracts(loader, tenant.contracts);
  return { loader, accounts };
}

async function loadStaff({ database, clock, random, tenantId, staff }: Loader, people: StaffMember[]) {
  for (const { displayName } of people) staff.set(displayName, random.uuid());
  const rows = people.map(({ name, displayName, email, role }) => ({
    tenant_id: tenantId,
    id: found(staff, displayName),
    name,
    display_name: displayName,
    email,
    role,
    created_at: clock.at(-790),
  }));
  await insertRows(database, 'app.staff_member', rows);
  const credentials = people.map(async ({ displayName, email, password }) => ({
    tenant_id: tenantId,
    staff_member_id: found(staff, displayName),
    email,
    can_sign_in: true,
    password_hash: await hash(password, argon2),
    changed_at: clock.at(-60),
  }));
  await insertRows(database, 'identity.staff_credential', await Promise.all(credentials));
}

async function loadClient({ database, clock, random, tenantId, clients }: Loader, client: Client) {
  const id = random.uuid();
  const ids = new Map(client.users.map(({ name }) => [name, random.uuid()]));
  clients.set(client.key, { id, users: ids });
  await insertRows(database, 'app.client', [
    {
      tenant_id: tenantId,
      id,
      name: client.name,
      time_zone: client.timeZone,
      active: true,
      created_at: clock.at(-500),
    },
  ]);
  const keys = { tenant_id: tenantId, client_id: id };
  const users = client.users.map(({ name, email, role, sections, active }) => ({
    ...keys,
    id: found(ids, name),
    name,
    email,
    role,
    sections,
    active,
    client_active: true,
    created_at: clock.at(-480),
  }));
  await insertRows(database, 'app.client_user', users);
  const credentials = client.users.map(async ({ name, email, active, password }) => ({
    ...keys,
    client_user_id: found(ids, name),
    email,
    can_sign_in: active,
    password_hash: await hash(password, argon2),
    changed_at: clock.at(-60),
  }));
  await insertRows(database, 'identity.client_credential', await Promise.all(credentials));
  // Three days since the last visit: the next one has something to tell (app.record_visit).
  const visits = client.users.map(({ name }) => ({
    ...keys,
    client_user_id: found(ids, name),
    began_at: clock.at(-3.02),
    last_seen_at: clock.at(-3),
    previous_seen_at: clock.at(-8),
  }));
  await insertRows(database, 'app.client_visit', visits);
}

async function loadContracts(
  { database, clock, random, tenantId, clients, contracts }: Loader,
  agreed: Tenant['contracts'],
) {
  for (const { number } of agreed) contracts.set(number, random.uuid());
  const rows = agreed.map(({ number, name, startsOn, endsOn }) => ({
    tenant_id: tenantId,
    id: found(contracts, number),
    number,
    name,
    starts_on: startsOn,
    ends_on: endsOn,
    created_at: clock.at(-480),
  }));
  await insertRows(database, 'app.contract', rows);
  const covered = agreed.flatMap(({ number, name, clients: keys }) =>
    keys.map((key) => ({
      tenant_id: tenantId,
      contract_id: found(contracts, number),
      client_id: found(clients, key).id,
      contract_number: number,
      contract_name: name,
    })),
  );
  await insertRows(database, 'app.contract_client', covered);
}
