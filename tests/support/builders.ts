/**
 * One builder a noun, and the two realms' ways into the database. Builders write as the superuser, through the triggers,
 * so what they make is what staff would have made; columns go by their names in SQL.
 */
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Login } from '../../db/logins.ts';
import type { TestDatabase } from './database.ts';

export type Database = Pick<TestDatabase, 'admin' | 'as'>;
export type Values = Record<string, unknown>;

export type Tenant = { tenant_id: string; name: string };
export type Client = { tenant_id: string; id: string; name: string };
export type Contract = { tenant_id: string; id: string; number: string; name: string };
export type ClientUser = { tenant_id: string; client_id: string; id: string; name: string; email: string };
export type StaffMember = {
  tenant_id: string;
  id: string;
  name: string;
  email: string;
  client_id?: undefined;
};
export type Project = { tenant_id: string; client_id: string; id: string; name: string };
/** Whatever hangs on a project. */
export type ProjectRecord = { tenant_id: string; client_id: string; project_id: string; id: string };
export type Task = ProjectRecord & { number: number; internal_number: number | null };

export type TenantRole = 'member' | 'manager' | 'admin' | 'owner';
export type ProjectRole = 'observer' | 'reviewer' | 'contributor' | 'manager' | 'owner';

/** Inserts one row and returns it; a value left undefined is left to the table's default. */
export async function insert<Row extends pg.QueryResultRow>(
  db: Pick<Database, 'admin'>,
  table: string,
  values: Values,
): Promise<Row> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const columns = given.map(([column]) => pg.escapeIdentifier(column)).join(', ');
  const places = given.map((_, index) => `$${index + 1}`).join(', ');
  const {
    rows: [row],
  } = await db.admin.query<Row>(
    `insert into ${table} (${columns}) values (${places}) returning *`,
    given.map(([, value]) => value),
  );
  if (!row) throw new Error(`${table} took no row`);
  return row;
}

const unique = (word: string) => `${word}-${randomBytes(4).toString('hex')}`;
const address = (name: string) => `${unique(name.toLowerCase().replace(/[^a-z]+/g, '.'))}@example.com`;

export const aTenant = (db: Database, values: Values = {}) =>
  insert<Tenant>(db, 'app.tenant', { name: 'Acme', portal_name: 'Acme portal', ...values });

export const aClient = (db: Database, tenant: Tenant, values: Values = {}) =>
  insert<Client>(db, 'app.client', { tenant_id: tenant.tenant_id, name: unique('Client'), ...values });

/** A contract that covers these clients of one tenant. */
export async function aContract(
  db: Database,
  clients: [Client, ...Client[]],
  values: Values = {},
): Promise<Contract> {
  const { tenant_id } = clients[0];
  const contract = await insert<Contract>(db, 'app.contract', {
    tenant_id,
    number: unique('C'),
    name: 'Support',
    ...values,
  });
  for (const client of clients) {
    await insert(db, 'app.contract_client', {
      tenant_id,
      contract_id: contract.id,
      client_id: client.id,
      contract_number: contract.number,
      contract_name: contract.name,
    });
  }
  return contract;
}

export const aClientUser = (
  db: Database,
  client: Client,
  values: {
    role?: 'admin' | 'employee';
    sections?: string[];
    active?: boolean;
    name?: string;
    email?: string;
  } = {},
) =>
  insert<ClientUser>(db, 'app.client_user', {
    tenant_id: client.tenant_id,
    client_id: client.id,
    name: 'Client User',
    email: address('client'),
    ...values,
  });

export const aStaffMember = (db: Database, tenant: Tenant, values: Values & { role?: TenantRole } = {}) =>
  insert<StaffMember>(db, 'app.staff_member', {
    tenant_id: tenant.tenant_id,
    name: 'Staff Member',
    display_name: 'Acme Team',
    email: address('staff'),
    ...values,
  });

export const aProject = (
  db: Database,
  client: Pick<Client, 'tenant_id' | 'id'>,
  values: Values & { visibility?: 'client_visible' | 'internal_only' } = {},
) =>
  insert<Project>(db, 'app.project', {
    tenant_id: client.tenant_id,
    client_id: client.id,
    name: 'Project',
    ...values,
  });

export const aProjectMember = (db: Database, project: Project, person: StaffMember, role: ProjectRole) =>
  insert(db, 'app.project_member', {
    tenant_id: project.tenant_id,
    project_id: project.id,
    staff_member_id: person.id,
    role,
  });

/** What a new record of this kind starts with in this project. */
export const aDefault = (db: Database, project: Project, kind: string, visibility: string) =>
  insert(db, 'app.project_default', {
    tenant_id: project.tenant_id,
    project_id: project.id,
    record_kind: kind,
    visibility,
  });

const onProject =
  <Row extends ProjectRecord>(table: string, usual: Values) =>
  (db: Database, project: Project, values: Values = {}) =>
    insert<Row>(db, table, { tenant_id: project.tenant_id, project_id: project.id, ...usual, ...values });

export const anEpic = onProject('app.epic', { title: 'Epic' });
export const aStory = onProject('app.story', { title: 'Story' });
export const aSprint = onProject('app.sprint', {
  name: 'Sprint',
  starts_on: '2026-03-02',
  ends_on: '2026-03-13',
});
export const aMilestone = onProject('app.milestone', { title: 'Milestone', agreed_on: '2026-06-01' });
export const aTask = onProject<Task>('app.task', { title: 'Task' });
/** A note on the project; on another record of it where `record_id` says so. */
export const aNote = (db: Database, project: Project, values: Values = {}) =>
  insert<ProjectRecord>(db, 'app.text', {
    tenant_id: project.tenant_id,
    record_id: project.id,
    kind: 'note',
    body: 'Note',
    author_name: 'Acme Team',
    ...values,
  });

export const aComment = (db: Database, task: ProjectRecord, values: Values = {}) =>
  insert<ProjectRecord>(db, 'app.text', {
    tenant_id: task.tenant_id,
    record_id: task.id,
    kind: 'comment',
    body: 'Comment',
    author_name: 'Acme Team',
    ...values,
  });

/** A task that waits for another of its project. */
export const aDependency = (db: Database, task: ProjectRecord, before: ProjectRecord) =>
  insert(db, 'app.task_dependency', {
    tenant_id: task.tenant_id,
    project_id: task.project_id,
    task_id: task.id,
    depends_on_id: before.id,
  });

/** The hours a person has for a sprint. */
export const aCapacity = (db: Database, sprint: ProjectRecord, person: StaffMember, hours = 30) =>
  insert(db, 'app.sprint_capacity', {
    tenant_id: sprint.tenant_id,
    project_id: sprint.project_id,
    sprint_id: sprint.id,
    staff_member_id: person.id,
    hours,
  });

/** An hour of a person on a task or a ticket. */
export const aTimeEntry = (
  db: Database,
  work: { tenant_id: string; id: string },
  person: StaffMember,
  values: Values = {},
) =>
  insert<{ tenant_id: string; id: string }>(db, 'app.time_entry', {
    tenant_id: work.tenant_id,
    record_id: work.id,
    staff_member_id: person.id,
    spent_on: '2026-03-02',
    minutes: 60,
    ...values,
  });

export const aSavedFilter = (db: Database, project: Project, person: StaffMember, values: Values = {}) =>
  insert<{ tenant_id: string; id: string }>(db, 'app.saved_filter', {
    tenant_id: project.tenant_id,
    project_id: project.id,
    staff_member_id: person.id,
    name: unique('filter'),
    query: 'status=blocked',
    ...values,
  });

export const hashOf = (token: string) => createHash('sha256').update(token).digest();

/** Signs a person in, in the realm they belong to, and returns the token that a transaction presents. */
export async function aSession(
  db: Database,
  person: ClientUser | StaffMember,
  { expiresIn = '12 hours' }: { expiresIn?: string } = {},
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const [table, whose] = person.client_id
    ? ['identity.client_session', { client_id: person.client_id, client_user_id: person.id }]
    : ['identity.staff_session', { staff_member_id: person.id }];
  const { rows } = await db.admin.query<{ at: Date }>('select now() + $1::interval as at', [expiresIn]);
  await insert(db, table, {
    token_hash: hashOf(token),
    tenant_id: person.tenant_id,
    ...whose,
    expires_at: rows[0]?.at,
  });
  return token;
}

/** Begins "View as client" under a staff session, and returns the token under which that person's eyes see. */
export async function aLook(
  db: Database,
  staffToken: string,
  person: Pick<ClientUser, 'id'>,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const [row] = await asStaff<{ view: string | null }>(
    db,
    staffToken,
    'select app.begin_client_view($1, $2) as view',
    [person.id, hashOf(token)],
  );
  if (!row?.view) throw new Error('this look was refused');
  return token;
}

/** A login, the role it takes, and the token it presents, or the tenant that a job names: what a transaction begins with. */
export type Seat = { login: Login; role: string; token: string; tenant?: string };

export const seats = {
  client: (token = ''): Seat => ({ login: 'client_app', role: 'client', token }),
  staff: (token = ''): Seat => ({ login: 'staff_app', role: 'staff', token }),
  /** A staff member who looks through a client user's eyes. */
  look: (token = ''): Seat => ({ login: 'staff_app', role: 'client', token }),
  clientSignIn: { login: 'client_auth', role: 'client_sign_in', token: '' },
  staffSignIn: { login: 'staff_auth', role: 'staff_sign_in', token: '' },
  /** A background job at work for a tenant; for nobody where none is named. */
  worker: (tenant = ''): Seat => ({ login: 'worker_app', role: 'worker', token: '', tenant }),
} as const;

/** One connection for each login of a database, and the transactions that wait for it. */
const lines = new WeakMap<Database, Map<Login, { client: Promise<pg.Client>; last: Promise<unknown> }>>();

function lineOf(db: Database, login: Login) {
  const ofDatabase =
    lines.get(db) ?? new Map<Login, { client: Promise<pg.Client>; last: Promise<unknown> }>();
  lines.set(db, ofDatabase);
  const line = ofDatabase.get(login) ?? { client: db.as(login), last: Promise.resolve() };
  ofDatabase.set(login, line);
  return line;
}

/** Runs `work` in a transaction of this seat, as the application opens one, and commits it unless told otherwise. */
export async function transact<T>(
  db: Database,
  seat: Seat,
  work: (client: pg.Client) => Promise<T>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<T> {
  const line = lineOf(db, seat.login);
  const client = await line.client;
  const run = async () => {
    await client.query('begin');
    try {
      await client.query(
        "select set_config('role', $1, true), set_config('app.session', $2, true), set_config('app.tenant', $3, true)",
        [seat.role, seat.token, seat.tenant ?? ''],
      );
      const result = await work(client);
      await client.query(end);
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  };
  const mine = line.last.then(run);
  line.last = mine.catch(() => {});
  return mine;
}

const rowsAs =
  (seatOf: (token: string) => Seat) =>
  async <Row extends pg.QueryResultRow>(
    db: Database,
    token: string,
    sql: string,
    values: unknown[] = [],
  ): Promise<Row[]> =>
    transact(db, seatOf(token), async (client) => (await client.query<Row>(sql, values)).rows);

/** The rows a client user gets for a statement: by login client_app, under the session of this token. */
export const asClient = rowsAs(seats.client);
/** The rows a staff member gets for a statement: by login staff_app, under the session of this token. */
export const asStaff = rowsAs(seats.staff);

/** The statement by which staff change the flags of records of a kind, those with id $1 unless told otherwise; it returns how many it reached. */
export const flagging = (kind: string, to: string, which = 'id = $1', reason = '') =>
  `select app.set_visibility(array(select id from app.${kind} where ${which}), '${to}', '${reason}') as reached`;

/** The statement by which the admin changes the flag of one record, $2 being its id. */
export const toFlag = 'update app.record set visibility = $1 where id = $2';

/** The statement by which a Manager of the tenant moves project $1 to client $2, under no contract. */
export const toMove = 'select app.move_project($1, $2, null)';

/** A connection of its own on which a transaction of a staff member has begun, for what two do at the same moment. */
export async function beginAsStaff(db: Database, token: string): Promise<pg.Client> {
  const connection = await db.as('staff_app');
  await connection.query('begin');
  await connection.query("select set_config('role', 'staff', true), set_config('app.session', $1, true)", [
    token,
  ]);
  return connection;
}
