/**
 * A database of a given size for measuring: 1,000 clients of one tenant, of which one is measured; and a project of 2,000 tasks in
 * no sprint, on which one Member of the team works, as on three others.
 */
import { createHash, createHmac } from 'node:crypto';
import pg from 'pg';
import type { Embedded } from '../db/embedded.ts';
import { restrictConnections, setPasswords } from '../db/logins.ts';
import { migrate } from '../db/migrate.ts';
import type { Person } from './calls.ts';
import { fillRecords } from './records-world.ts';
import { fillTickets } from './tickets-world.ts';

const clients = 1_000;
/** The measured client has the same tasks at every size, so that growth is what the others add. */
const measuredTasks = 1_000;
const crowdedTasks = 2_000;
export const token = 'bench token';
/** The cookie of a person; the client's and the Member's are one, in different realms. */
export const tokenOf = (person: Person) => (person === 'manager' ? 'bench token of a Manager' : token);
/** The token that a transaction presents to the database. */
export const appTokenOf = (person: Person) =>
  createHmac('sha256', tokenOf(person)).update('database').digest('base64url');

export type BenchWorld = {
  database: string;
  adminUrl: string;
  tenantId: string;
  clientId: string;
  clientUserId: string;
  projectId: string;
  staffMemberId: string;
  crowdedProjectId: string;
  /** Those of the measured Member. */
  projectIds: string[];
  /** A resolved ticket of the measured client, with its thread. */
  ticketId: string;
  /** Those of the measured Member, and those of the measured client. */
  contractIds: string[];
  clientContractIds: string[];
};

/** In the order of making, as the application's own. */
const id = (kind: number | string, nth: number | string) =>
  `'${kind}0000000-0000-4000-8000-' || lpad((${nth})::text, 12, '0')`;

/** Indexes that nothing but reading needs are built once the rows are there: row by row they take most of the loading. */
async function withoutIndexes(admin: pg.Client, load: () => Promise<unknown>) {
  const { rows } = await admin.query<{ index: string; definition: string }>(
    `select indexrelid::regclass::text as index, pg_get_indexdef(indexrelid) as definition
       from pg_index join pg_class c on c.oid = indrelid
      where c.relnamespace = 'app'::regnamespace and c.relkind = 'r' and not indisunique`,
  );
  await admin.query(rows.map(({ index }) => `drop index ${index};`).join('\n'));
  await load();
  for (const { definition } of rows) await admin.query(definition);
}

/** Creates a database with `tasks` task rows, seven in ten of them visible, and tickets. Loads without triggers, then analyses. */
export async function createWorld(cluster: Embedded, tasks: number, tickets: number): Promise<BenchWorld> {
  const database = `bench_${tasks}`;
  const server = new pg.Client({ connectionString: cluster.adminUrl });
  await server.connect();
  await server.query(`create database ${database}`);
  await server.end();
  const adminUrl = cluster.urlFor('owner', database);
  await migrate(adminUrl);

  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await setPasswords(admin, cluster.passwords);
  await restrictConnections(admin);
  const tenant = `(${id(1, 1)})::uuid`;
  const others = Math.max(0, tasks - measuredTasks);
  // Task n belongs to client 1 while n <= measuredTasks, then to the others in turn; each client has two projects.
  const clientOf = `case when n <= ${measuredTasks} then 1 else 2 + n % ${clients - 1} end`;
  const crowded = id(5, clients * 2 + 1);
  const statuses = `(array['to_do', 'in_progress', 'in_review', 'blocked', 'done']::app.task_status[])`;
  const fillProjects = () =>
    admin.query(`
    insert into app.tenant (tenant_id, name, portal_name) values (${tenant}, 'Bench', 'Bench');
    insert into app.client (tenant_id, id, name) select ${tenant}, (${id(2, 'n')})::uuid, 'Client ' || n from generate_series(1, ${clients}) n;
    insert into app.client_user (tenant_id, client_id, id, name, email, role)
      select ${tenant}, (${id(2, 'n')})::uuid, (${id(3, 'n')})::uuid, 'User ' || n, 'user' || n || '@bench.test', 'admin' from generate_series(1, ${clients}) n;
    insert into app.client_visit (tenant_id, client_id, client_user_id, previous_seen_at)
      select tenant_id, client_id, id, now() - interval '3 days' from app.client_user;
    insert into app.contract (tenant_id, id, number, name) values (${tenant}, (${id(4, 1)})::uuid, 'CON-1', 'Bench');
    insert into app.contract_client (tenant_id, contract_id, client_id, contract_number, contract_name)
      select ${tenant}, (${id(4, 1)})::uuid, id, 'CON-1', 'Bench' from app.client;
    insert into app.project (tenant_id, id, client_id, contract_id, name, status, visibility, shared_at)
      select ${tenant}, (${id(5, 'n')})::uuid, (${id(2, '(n + 1) / 2')})::uuid, (${id(4, 1)})::uuid, 'Project ' || n, 'active', 'client_visible', now() - interval '60 days'
        from generate_series(1, ${clients * 2}) n;
    insert into app.epic (tenant_id, id, client_id, project_id, project_shared, title, visibility, visible, shared_at)
      select ${tenant}, (${id(6, 'n')})::uuid, (${id(2, '(n + 5) / 6')})::uuid, (${id(5, '(n + 2) / 3')})::uuid, true, 'Epic ' || n, 'client_visible', true, now()
        from generate_series(1, ${clients * 6}) n;
    insert into app.story (tenant_id, id, client_id, project_id, project_shared, epic_id, epic_visible, title, visibility, visible, shared_at)
      select ${tenant}, (${id(7, 'n')})::uuid, (${id(2, '(n + 19) / 20')})::uuid, (${id(5, '(n + 9) / 10')})::uuid, true,
             (${id(6, '((n + 9) / 10 - 1) * 3 + 1 + n % 3')})::uuid, true, 'Story ' || n, 'client_visible', true, now()
        from generate_series(1, ${clients * 20}) n;
    insert into app.sprint (tenant_id, id, client_id, project_id, project_shared, name, status, completed_at, starts_on, ends_on, visibility, visible, shared_at)
      select ${tenant}, (${id(8, 'n')})::uuid, (${id(2, '(n + 7) / 8')})::uuid, (${id(5, '(n + 3) / 4')})::uuid, true, 'Sprint ' || n,
             case n % 4 when 0 then 'active' else 'completed' end::app.sprint_status,
             case when n % 4 <> 0 then now() end, current_date - 7, current_date + 7, 'client_visible', true, now()
        from generate_series(1, ${clients * 8}) n;
    insert into app.milestone (tenant_id, id, client_id, project_id, project_shared, title, agreed_on, visibility, visible, shared_at)
      select ${tenant}, (${id(9, 'n')})::uuid, (${id(2, '(n + 7) / 8')})::uuid, (${id(5, '(n + 3) / 4')})::uuid, true, 'Milestone ' || n, current_date + (n % 90)::int, 'client_visible', true, now()
        from generate_series(1, ${clients * 8}) n;
    insert into app.task (tenant_id, id, client_id, project_id, project_shared, number, story_id, story_visible, sprint_id, sprint_visible, title, status, visibility, visible, shared_at)
      select ${tenant}, (${id('a', 'n')})::uuid, (${id(2, 'c')})::uuid, (${id(5, 'p')})::uuid, true, n * 10 + case when n % 10 < 7 then 5 else 0 end, (${id(7, '(p - 1) * 10 + 1 + n % 10')})::uuid, true,
             (${id(8, '(p - 1) * 4 + 1 + n / 7 % 4')})::uuid, true, 'Task ' || n, ${statuses}[1 + n % 5],
             case when n % 10 < 7 then 'client_visible' else 'internal_only' end::app.visibility, n % 10 < 7, now() - (n % 30) * interval '1 day'
        from (select n, ${clientOf} as c, (${clientOf}) * 2 - n / 3 % 2 as p from generate_series(1, ${measuredTasks + others}) n) n;
    insert into app.task_status_change (tenant_id, client_id, project_id, task_id, task_visible, project_shared, was_shared, from_status, to_status, changed_at)
      select tenant_id, client_id, project_id, id, visible, project_shared, shared, 'to_do', status, now() - (number / 10 % 30) * interval '1 day' from app.task;
    insert into app.staff_member (tenant_id, id, name, display_name, email, role) values
      (${tenant}, (${id(1, 2)})::uuid, 'Member', 'Member', 'member@bench.test', 'member'),
      (${tenant}, (${id(1, 3)})::uuid, 'Manager', 'Manager', 'manager@bench.test', 'manager');
    insert into app.project (tenant_id, id, client_id, contract_id, name, status, visibility, shared_at)
      values (${tenant}, (${crowded})::uuid, (${id(2, 2)})::uuid, (${id(4, 1)})::uuid, 'Crowded', 'active', 'client_visible', now());
    insert into app.project_member (tenant_id, project_id, staff_member_id, role)
      select ${tenant}, p, (${id(1, 2)})::uuid, 'contributor' from unnest(array[${[crowded, ...[11, 12, 13].map((nth) => id(5, nth))].map((one) => `(${one})::uuid`).join(', ')}]) p;
    insert into app.task (tenant_id, id, client_id, project_id, project_shared, number, title, status, position, labels, visibility, visible, shared_at)
      select ${tenant}, (${id('b', 'n')})::uuid, (${id(2, 2)})::uuid, (${crowded})::uuid, true, 100000000 + n * 10, 'Task ' || n, ${statuses}[1 + n % 5], n,
             array['label ' || n % 7], 'client_visible', true, now() from generate_series(1, ${crowdedTasks}) n;
  `);
  await admin.query(`set session_replication_role = replica; set maintenance_work_mem = '512MB'`);
  await withoutIndexes(admin, async () => {
    await fillProjects();
    await fillTickets(admin, tenant, tickets);
    await fillRecords(admin);
  });
  await admin.query('set session_replication_role = origin');
  await admin.query(
    `insert into identity.client_session (token_hash, tenant_id, client_id, client_user_id, expires_at)
    select $1, tenant_id, client_id, id, now() + interval '1 day' from app.client_user where email = 'user1@bench.test'`,
    [createHash('sha256').update(token).digest()],
  );
  for (const person of ['member', 'manager'] as const) {
    await admin.query(
      `insert into identity.staff_session (token_hash, tenant_id, staff_member_id, active, role, expires_at)
       select $1, tenant_id, id, active, role, now() + interval '1 day' from app.staff_member where email = $2`,
      [createHash('sha256').update(appTokenOf(person)).digest(), `${person}@bench.test`],
    );
  }
  // Nobody signs in with it, but a page asks whether its person still may.
  await admin.query(
    `insert into identity.client_credential (tenant_id, client_id, client_user_id, email, can_sign_in, password_hash)
     select tenant_id, client_id, id, email, can_sign_in, '$argon2id$none' from app.client_user`,
  );
  await admin.query(
    `insert into identity.staff_credential (tenant_id, staff_member_id, email, can_sign_in, password_hash)
     select tenant_id, id, email, active, '$argon2id$none' from app.staff_member`,
  );
  // The first one still sees its own loading as recent and marks no page all-visible, without which no index is read alone.
  for (let round = 0; round < 2; round += 1) await admin.query('vacuum (analyze)');
  const { rows } = await admin.query<Omit<BenchWorld, 'database' | 'adminUrl'>>(`
    select u.tenant_id as "tenantId", u.client_id as "clientId", u.id as "clientUserId", p.id as "projectId",
           (${id(1, 2)})::uuid as "staffMemberId", (${crowded})::uuid as "crowdedProjectId",
           array(select m.project_id from app.project_member m where m.staff_member_id = (${id(1, 2)})::uuid) as "projectIds",
           (select t.id from app.ticket t where t.client_id = u.client_id and t.shared and t.status = 'resolved' order by t.number limit 1) as "ticketId",
           array(select m.contract_id from app.contract_member m where m.staff_member_id = (${id(1, 2)})::uuid) as "contractIds",
           array(select c.contract_id from app.contract_client c where c.client_id = u.client_id) as "clientContractIds"
      from app.client_user u join app.project p on p.client_id = u.client_id
     where u.email = 'user1@bench.test' order by p.id limit 1`);
  await admin.end();
  const [found] = rows;
  if (!found) throw new Error('the bench world came out empty');
  return { database, adminUrl, ...found };
}
