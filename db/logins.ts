/** The logins of the application: their names, their environment variables, their passwords. */
import { createHmac, createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import type { ClientBase } from 'pg';

/** Each login by the short name that `npm run db:url` takes. The migrations create the roles, without passwords. */
export const LOGINS = {
  client: { login: 'client_app', variable: 'DATABASE_URL_CLIENT' },
  client_auth: { login: 'client_auth', variable: 'DATABASE_URL_CLIENT_AUTH' },
  staff: { login: 'staff_app', variable: 'DATABASE_URL_STAFF' },
  staff_auth: { login: 'staff_auth', variable: 'DATABASE_URL_STAFF_AUTH' },
  worker: { login: 'worker_app', variable: 'DATABASE_URL_WORKER' },
  auditor: { login: 'auditor', variable: 'DATABASE_URL_AUDITOR' },
} as const;

export type LoginKey = keyof typeof LOGINS;
export type Login = (typeof LOGINS)[LoginKey]['login'];
export type Passwords = Record<Login, string>;

/** The migrator's connection; the application never holds it. */
export const OWNER_VARIABLE = 'DATABASE_URL_OWNER';

export const LOGIN_KEYS = Object.keys(LOGINS) as LoginKey[];
const LOGIN_NAMES = LOGIN_KEYS.map((key): Login => LOGINS[key].login);

/** 192 bits that need no escaping in a URL. */
export const randomPassword = () => randomBytes(24).toString('base64url');

/** A random password for each login. */
export function randomPasswords(): Passwords {
  return Object.fromEntries(LOGIN_NAMES.map((login) => [login, randomPassword()])) as Passwords;
}

/** The same server as `adminUrl`, as another login and, where named, in another database. */
export function urlAs(adminUrl: string, login: string, password: string, database?: string): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.password = password;
  if (database !== undefined) url.pathname = `/${database}`;
  return url.href;
}

/** A URL for each login, by its short name. */
export function urlsFor(url: (login: Login, variable: string) => string): Record<LoginKey, string> {
  const entries = LOGIN_KEYS.map((key) => [key, url(LOGINS[key].login, LOGINS[key].variable)]);
  return Object.fromEntries(entries) as Record<LoginKey, string>;
}

/** The environment of an application process: one URL for each login, and never the owner's. */
export function environmentFor(urls: Record<LoginKey, string>): Record<string, string> {
  return Object.fromEntries(LOGIN_KEYS.map((key) => [LOGINS[key].variable, urls[key]]));
}

/** Gives the named logins their passwords. Sends SCRAM verifiers, so that no server log holds a password. */
export async function setPasswords(admin: ClientBase, passwords: Partial<Passwords>): Promise<void> {
  for (const [login, password] of Object.entries(passwords)) {
    const verifier = admin.escapeLiteral(scramVerifier(password));
    await admin.query(`alter role ${admin.escapeIdentifier(login)} password ${verifier}`);
  }
}

/**
 * Only the logins may connect to the current database. The migrations say the same; a database cloned from a template
 * needs it again, because CREATE DATABASE copies everything but the privileges on the database itself.
 */
export async function restrictConnections(admin: ClientBase): Promise<void> {
  const { rows } = await admin.query<{ name: string }>('select quote_ident(current_database()) as name');
  const database = rows[0]!.name;
  await admin.query(`revoke all on database ${database} from public`);
  await admin.query(`grant connect on database ${database} to ${LOGIN_NAMES.join(', ')}`);
}

/** Keeps the logins out of the databases every cluster has: in those they would have what the migrations take away. */
export async function closeMaintenanceDatabases(admin: ClientBase): Promise<void> {
  await admin.query('revoke all on database postgres from public');
  await admin.query('revoke all on database template1 from public');
}

/** RFC 5803, as PostgreSQL stores it. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const iterations = 4096;
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
