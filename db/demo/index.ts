/** The sample companies, loaded into an empty migrated database. */
import { hash } from '@node-rs/argon2';
import pg from 'pg';
import type { Account } from '../running.ts';
import { loadProject, type Loader } from './load.ts';
import { nexusProjects } from './nexus.ts';
import { otherProjects } from './others.ts';
import { tenants, type ClientUser, type Tenant } from './people.ts';

const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const tenantRoles = { owner: 'Owner', admin: 'Admin', manager: 'Manager', member: 'Member' };

function clientRole({ role, active, sections }: ClientUser): string {
  if (role === 'admin') return 'Client Admin';
  if (!active) return 'Client Employee (deactivated)';
  return sections.includes('projects') ? 'Client Employee' : 'Client Employee (no projects section)';
}

/**
 * Nexus Corp's earlier work has used up these many numbers of each stream (app.number_record), so that TSK-0138 and
 * TSK-0142 fall to the tasks of the product page.
 */
const earlierNumbers = { shared: 41, internal: 56 };

/** Fills the database in one transaction, as its superuser, and returns who may sign in. */
export async function seedDemo(adminUrl: string): Promise<Account[]> {
  const database = new pg.Client({ connectionString: adminUrl });
  await database.connect();
  try {
    await database.query('begin');
    const hashes = new Map<string, string>();
    const passwords = new Set(
      tenants
        .flatMap(({ staff, clients }) => [...staff, ...clients.flatMap(({ users }) => users)])
        .map((person) => person.password),
    );
    for (const password of passwords) hashes.set(password, await hash(password, argon2));

    const accounts: Account[] = [];
    for (const tenant of tenants) accounts.push(...(await loadTenant(database, tenant, hashes)));
    await database.query('commit');
    await database.query('analyze');
    return accounts;
  } finally {
    await database.end();
  }
}

async function one(database: pg.Client, text: string, values: unknown[]): Promise<string> {
  const { rows } = await database.query<{ id: string }>(text, values);
  return rows[0]?.id ?? '';
}

async function loadTenant(
  database: pg.Client,
  tenant: Tenant,
  hashes: Map<string, string>,
): Promise<Account[]> {
  const accounts: Account[] = [];
  const tenantId = await one(
    database,
    'insert into app.tenant (name, portal_name, accent_color) values ($1, $2, $3) returning tenant_id as id',
    [tenant.name, tenant.portalName, tenant.accentColor],
  );

  const staff: Loader['staff'] = new Map();
  for (const { name, displayName, email, role, password } of tenant.staff) {
    const id = await one(
      database,
      'insert into app.staff_member (tenant_id, name, display_name, email, role) values ($1, $2, $3, $4, $5) returning id',
      [tenantId, name, displayName, email, role],
    );
    await database.query(
      'insert into identity.staff_credential (tenant_id, staff_member_id, email, can_sign_in, password_hash) values ($1, $2, $3, true, $4)',
      [tenantId, id, email, hashes.get(password)],
    );
    staff.set(displayName, { id, displayName });
    accounts.push({
      realm: 'staff',
      tenant: tenant.name,
      client: null,
      role: tenantRoles[role],
      email,
      password,
    });
  }

  const clients: Loader['clients'] = new Map();
  for (const { key, name, timeZone, users } of tenant.clients) {
    const clientId = await one(
      database,
      'insert into app.client (tenant_id, name, time_zone) values ($1, $2, $3) returning id',
      [tenantId, name, timeZone],
    );
    clients.set(key, clientId);
    for (const user of users) {
      await loadClientUser(database, tenantId, clientId, user, hashes);
      accounts.push({
        realm: 'client',
        tenant: tenant.name,
        client: name,
        role: clientRole(user),
        email: user.email,
        password: user.password,
      });
    }
    if (key === 'nexus') {
      await database.query(
        `insert into app.number_counter (tenant_id, client_id, record_kind, for_shared, taken) values ($1, $2, 'task', true, $3), ($1, $2, 'task', false, $4)`,
        [tenantId, clientId, earlierNumbers.shared, earlierNumbers.internal],
      );
    }
  }

  const contracts: Loader['contracts'] = new Map();
  for (const { number, name, startsOn, endsOn, clients: covered } of tenant.contracts) {
    const contractId = await one(
      database,
      'insert into app.contract (tenant_id, number, name, starts_on, ends_on) values ($1, $2, $3, $4, $5) returning id',
      [tenantId, number, name, startsOn, endsOn],
    );
    contracts.set(number, contractId);
    for (const key of covered) {
      await database.query('insert into app.contract_client values ($1, $2, $3, $4, $5)', [
        tenantId,
        contractId,
        clients.get(key),
        number,
        name,
      ]);
    }
  }

  const loader: Loader = { database, tenantId, clients, contracts, staff };
  for (const plan of [...nexusProjects, ...otherProjects]) {
    if (clients.has(plan.client)) await loadProject(loader, plan);
  }
  return accounts;
}

async function loadClientUser(
  database: pg.Client,
  tenantId: string,
  clientId: string,
  user: ClientUser,
  hashes: Map<string, string>,
) {
  const { name, email, role, sections, active, password } = user;
  const id = await one(
    database,
    'insert into app.client_user (tenant_id, client_id, name, email, role, sections, active) values ($1, $2, $3, $4, $5, $6, $7) returning id',
    [tenantId, clientId, name, email, role, sections, active],
  );
  await database.query(
    'insert into identity.client_credential (tenant_id, client_id, client_user_id, email, can_sign_in, password_hash) values ($1, $2, $3, $4, $5, $6)',
    [tenantId, clientId, id, email, active, hashes.get(password)],
  );
  // Three days since the last visit: the next one has something to tell.
  await database.query(
    `insert into app.client_visit (tenant_id, client_id, client_user_id, began_at, last_seen_at, previous_seen_at)
     values ($1, $2, $3, now() - interval '73 hours', now() - interval '3 days', now() - interval '8 days')`,
    [tenantId, clientId, id],
  );
}
