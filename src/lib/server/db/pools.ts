import pg, { type Client, type ClientConfig, type CustomTypesConfig, type Pool, type PoolClient } from 'pg';
import { closedDirections, turnsDirection } from '../../domain/direction';
import { closeAtTheEnd } from '../stopping';
import { withStartUp } from './start-up';

/** The logins of the app, and the variable that holds each one's connection string. */
const variables = {
  client_app: 'DATABASE_URL_CLIENT',
  client_auth: 'DATABASE_URL_CLIENT_AUTH',
  staff_app: 'DATABASE_URL_STAFF',
  staff_auth: 'DATABASE_URL_STAFF_AUTH',
  worker_app: 'DATABASE_URL_WORKER',
} as const;

export type Login = keyof typeof variables;
export type Realm = 'client' | 'staff';
/** The jobs of a process: it serves a realm, or it runs the background jobs. */
type Duty = Realm | 'worker';

const logins = {
  client: ['client_app', 'client_auth'],
  staff: ['staff_app', 'staff_auth'],
  worker: ['worker_app'],
} as const satisfies Record<Duty, readonly Login[]>;

const closedValue = (_: string, value: unknown) =>
  typeof value === 'string' ? closedDirections(value) : value;
const json = (text: string): unknown =>
  turnsDirection(text) ? (JSON.parse(text, closedValue) as unknown) : (JSON.parse(text) as unknown);

/** pg names only some of the types it can read. */
const textArray = 1009;
const readArray = pg.types.getTypeParser(textArray as never) as (text: string) => unknown;

const parsers = new Map<number, (text: string) => unknown>([
  // A text that anybody wrote turns no word beside it, wherever it is shown.
  [pg.types.builtins.TEXT, closedDirections],
  [textArray, (text) => (readArray(text) as (string | null)[]).map((one) => one && closedDirections(one))],
  [pg.types.builtins.JSON, json],
  [pg.types.builtins.JSONB, json],
  [pg.types.builtins.DATE, (text) => text],
  [pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString()],
]);

/** Dates stay 'YYYY-MM-DD' and moments ISO 8601, the same in a page's first view and in what the browser fetches later. */
const types: CustomTypesConfig = {
  getTypeParser: ((...asked: Parameters<typeof pg.types.getTypeParser>) =>
    parsers.get(asked[0]) ?? (pg.types.getTypeParser(...asked) as unknown)) as typeof pg.types.getTypeParser,
};

const names = new Map<string, string>();

/** A server-side statement name for a text; none once there are too many different texts to be worth keeping. */
function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known || names.size >= 500) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

const PgClient = pg.Client as unknown as new (config?: string | ClientConfig) => Client & {
  query(config: unknown, ...rest: unknown[]): never;
};

/** A statement as pg takes it: by the extended protocol, and named. */
export const statementOf = (text: string, values?: unknown) => ({
  text,
  values,
  queryMode: 'extended',
  name: statementName(text),
});

/**
 * Sends everything by the extended protocol, which refuses stacked statements, and names statements, so that a plan
 * with its policies is made once for each connection. A connection only ever takes one role, so plans stay right.
 */
class ExtendedClient extends PgClient {
  override query(text: unknown, values?: unknown, ...rest: unknown[]): never {
    if (typeof text !== 'string') return super.query(text, values, ...rest);
    if (typeof values === 'function') return super.query(statementOf(text), values);
    return super.query(statementOf(text, values), ...rest);
  }
}

/** The realms of this process: REALMS=client,staff,worker unless the operator says less. */
const duties: readonly Duty[] = (process.env.REALMS ?? 'client,staff,worker')
  .split(',')
  .map((word) => word.trim())
  .filter((word): word is Duty => Object.hasOwn(logins, word));

/** The realms this process serves. */
export const realms: readonly Realm[] = duties.filter((duty) => duty !== 'worker');
/** Whether this process runs the background jobs. */
export const runsJobs = duties.includes('worker');

/** pg 8.23 can send several queries in one message; DATABASE_PIPELINE=off waits for each. */
export const pipeline = process.env.DATABASE_PIPELINE !== 'off';

const pools = new Map<Login, Pool>();

/**
 * The connection pool of one login. Throws where this process does not serve the login's realm: it then holds no
 * credential of it.
 */
export function poolOf(login: Login): Pool {
  const known = pools.get(login);
  if (known) return known;
  const pool = new pg.Pool({
    ...connectionOf(login),
    Client: ExtendedClient as unknown as new () => Client,
    max: Number(process.env.DATABASE_POOL_MAX ?? 10),
    types,
    pipeline,
    application_name: `portal ${login}`,
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  closeAtTheEnd('pools', () => pool.end());
  pools.set(login, pool);
  return pool;
}

/** How a login connects, with the settings the application relies on. Throws a sentence for the operator where it is missing or not served here. */
export const connectionOf = (login: Login) => withStartUp(urlOf(login), login);

function urlOf(login: Login): string {
  if (!duties.some((duty) => (logins[duty] as readonly Login[]).includes(login))) {
    throw new Error(`This process does not serve the realm of ${login} (REALMS=${duties.join(',')}).`);
  }
  const url = process.env[variables[login]];
  if (!url) throw new Error(`${variables[login]} is not set: the connection string of ${login}.`);
  return url;
}

/** Checks out a connection that goes back to the pool only when no transaction is open on it, and is dropped otherwise. */
export async function checkOut(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  // A connection that dies while it is out (failover, time-out) fails its query; unheard, the event would end the process.
  const ignore = () => {};
  client.on('error', ignore);
  const release = client.release.bind(client);
  client.release = (destroy) => {
    client.off('error', ignore);
    release(destroy || client.getTransactionStatus() !== 'I');
  };
  return client;
}

/** Refuses to start on a login that row security does not bind. Throws a sentence for the operator. */
export async function refusePowerfulLogins(): Promise<void> {
  for (const login of duties.flatMap((duty) => logins[duty])) await refusePowerfulLogin(login, poolOf(login));
}

/**
 * Refuses a connection that is a superuser's, has BYPASSRLS, owns a table, could take up another's rights, or is of
 * another login than this one.
 */
export async function refusePowerfulLogin(login: Login, connection: Pick<Pool, 'query'>): Promise<void> {
  const { rows } = await connection.query<{ login: string; sins: string[] }>(
    `select session_user::text as login, array_remove(array[
       case when r.rolsuper then 'is a superuser' end,
       case when r.rolbypassrls then 'bypasses row security' end,
       case when r.rolinherit then 'inherits the rights of its roles' end,
       case when exists (select from pg_class c where c.relowner = r.oid) then 'owns a table' end,
       case when pg_has_role(session_user, 'portal_owner', 'member') then 'may become the owner' end
     ], null) as sins
     from pg_roles r where r.rolname = session_user`,
  );
  const row = rows[0];
  if (row?.login !== login)
    throw new Error(`${variables[login]} must log in as ${login}, not as ${row?.login}.`);
  if (row.sins.length)
    throw new Error(`Login ${login} ${row.sins.join(' and ')}: row security would not hold. Not starting.`);
}

/**
 * Takes away the defaults that the logins of this process have been given for themselves, and returns them. What the application
 * relies on it asks for at each start of a connection; the rest would go on until somebody looks. A standby keeps them.
 */
export async function resetDefaults(): Promise<{ login: Login; settings: string[] }[]> {
  const found: { login: Login; settings: string[] }[] = [];
  for (const login of duties.flatMap((duty) => logins[duty])) {
    const pool = poolOf(login);
    const { rows } = await pool.query<{ settings: string[]; reset: string }>(
      `select s.setconfig as settings,
              format('alter role %I', r.rolname) || coalesce(' in database ' || quote_ident(d.datname), '') || ' reset all' as reset
         from pg_db_role_setting s join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase
        where r.rolname = session_user and (s.setdatabase = 0 or d.datname = current_database()) and not pg_is_in_recovery()`,
    );
    for (const { settings, reset } of rows) {
      await pool.query(reset);
      found.push({ login, settings });
    }
  }
  return found;
}

/** Refuses to start on a database by whose LC_CTYPE search cannot tell letters from signs. Throws sentences for the operator. */
export async function refuseUnreadableText(): Promise<void> {
  const [duty] = duties;
  if (!duty) return;
  const client = await checkOut(poolOf(logins[duty][0]));
  try {
    await client.query('begin read only');
    await client.query(`set local role ${duty}`);
    const { rows } = await client.query<{ reads: boolean; database: string }>(
      'select app.reads_every_script() as reads, current_database()::text as database',
    );
    await client.query('rollback');
    if (rows[0]?.reads !== false) return;
    throw new Error(
      `Database ${rows[0].database} takes quotation marks for letters, or no letters outside ASCII for any: its LC_CTYPE is no UTF-8 one. ` +
        "Make it anew with create database … template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8', " +
        'or npm run demo -- --reset. Not starting.',
    );
  } finally {
    client.release();
  }
}
