/** A database of its own for each test file. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Login, restrictConnections, urlAs, urlsFor } from '../../db/logins.ts';

export type TestDatabase = {
  name: string;
  /** The superuser in this database: sees all, bypasses row security. */
  admin: pg.Pool;
  url(login: Login | 'owner'): string;
  /** The URL of each login by its short name, as `environmentFor` takes them. */
  urls: ReturnType<typeof urlsFor>;
  /** A new connection as this login. It ends with the database. */
  as(login: Login): Promise<pg.Client>;
  /** Ends every connection. */
  close(): Promise<void>;
  /** Ends every connection and deletes the database. */
  drop(): Promise<void>;
};

/** Clones the migrated, empty template unless another is named. Use it in `beforeAll`, and `drop()` in `afterAll`. */
export async function createTestDatabase(template = inject('cluster').template): Promise<TestDatabase> {
  const { adminUrl } = inject('cluster');
  const name = `test_${randomBytes(6).toString('hex')}`;
  // By copying files: block by block through the server's log takes it ten times as long.
  await once(adminUrl, (admin) =>
    admin.query(`create database ${name} template ${template} strategy file_copy`),
  );
  return openTestDatabase(name);
}

/** A database that is there. */
export async function openTestDatabase(name: string): Promise<TestDatabase> {
  const { adminUrl, passwords } = inject('cluster');
  const { username, password } = new URL(adminUrl);
  const url = (login: Login | 'owner') =>
    login === 'owner'
      ? urlAs(adminUrl, username, password, name)
      : urlAs(adminUrl, login, passwords[login], name);
  await once(url('owner'), restrictConnections);

  const admin = new pg.Pool({ connectionString: url('owner'), max: 4 });
  // Dropping a database ends its idle connections, which is no reason to end the test run.
  admin.on('error', () => {});
  const clients = new Set<pg.Client>();
  const close = async () => {
    await Promise.all([admin.end(), ...[...clients].map((client) => client.end().catch(() => {}))]);
  };
  return {
    name,
    admin,
    url,
    urls: urlsFor(url),
    async as(login) {
      const client = new pg.Client({ connectionString: url(login) });
      client.on('error', () => {});
      await client.connect();
      clients.add(client);
      return client;
    },
    close,
    async drop() {
      await close();
      await once(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function once(url: string, work: (client: pg.Client) => Promise<unknown>) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
