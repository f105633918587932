/** The demo's database: its own embedded server, or the one that DATABASE_URL_OWNER names. */
import { join } from 'node:path';
import pg from 'pg';
import { removeEmbedded, startEmbedded } from './embedded.ts';
import {
  closeMaintenanceDatabases,
  LOGIN_KEYS,
  LOGINS,
  type Passwords,
  randomPassword,
  restrictConnections,
  setPasswords,
  urlAs,
  urlsFor,
} from './logins.ts';
import { migrate } from './migrate.ts';
import {
  type Account,
  DEMO_DIRECTORY,
  readAccounts,
  removeAccounts,
  type Urls,
  writeAccounts,
} from './running.ts';

const DATABASE = 'portal';
/** The directory of the demo's files. */
export const DEMO_FILES = join(DEMO_DIRECTORY, 'files');
const CLUSTER = join(DEMO_DIRECTORY, 'postgres');

export type DemoDatabase = {
  urls: Urls;
  /** Settles when the server has ended; never, where it is not ours. */
  exited: Promise<unknown>;
  stop(): Promise<void>;
};

/** Starts the embedded server and leaves its database migrated. */
export async function startOwnServer(reset: boolean, onLog: (line: string) => void): Promise<DemoDatabase> {
  if (reset) {
    // Only what the demo has made: DEMO_DIRECTORY may hold other things.
    await removeEmbedded(CLUSTER);
    removeAccounts();
  }
  const cluster = await startEmbedded({ directory: CLUSTER, onLog });
  try {
    await withClient(cluster.adminUrl, async (admin) => {
      const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE]);
      await closeMaintenanceDatabases(admin);
      if (!rowCount) await admin.query(`create database ${DATABASE}`);
    });
    const owner = cluster.urlFor('owner', DATABASE);
    await migrate(owner, { log: onLog });
    await withClient(owner, async (admin) => {
      await setPasswords(admin, cluster.passwords);
      await restrictConnections(admin);
    });
    const urls = { owner, ...urlsFor((login) => cluster.urlFor(login, DATABASE)) };
    return { urls, exited: cluster.exited, stop: cluster.stop };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Migrates the database of `owner`. Logins whose own DATABASE_URL_… is not set get a new password. */
export async function useServer(owner: string, onLog: (line: string) => void): Promise<DemoDatabase> {
  onLog(`Using the server of DATABASE_URL_OWNER, ${new URL(owner).host}`);
  await migrate(owner, { log: onLog });
  const unset = LOGIN_KEYS.filter((key) => !process.env[LOGINS[key].variable]);
  const passwords: Partial<Passwords> = Object.fromEntries(
    unset.map((key) => [LOGINS[key].login, randomPassword()]),
  );
  await withClient(owner, (admin) => setPasswords(admin, passwords));
  const urls = urlsFor((login, variable) => process.env[variable] || urlAs(owner, login, passwords[login]!));
  return { urls: { owner, ...urls }, exited: new Promise(() => {}), stop: async () => {} };
}

/** Adds the sample companies to an empty database. Returns who may sign in, as far as that is known. */
export async function seedIfEmpty(owner: string, onLog: (line: string) => void): Promise<Account[]> {
  const empty = await withClient(owner, async (admin) => {
    const { rows } = await admin.query<{ empty: boolean }>(
      'select not exists (select from app.tenant) as empty',
    );
    return rows[0]!.empty;
  });
  if (!empty) return readAccounts() ?? [];
  onLog('Adding the sample companies');
  const { seedDemo } = await import('./demo/index.ts');
  const accounts = await seedDemo(owner, DEMO_FILES);
  writeAccounts(accounts);
  return accounts;
}

async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
