/** A migrated, empty database for as long as a piece of work takes. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded, type Embedded } from './embedded.ts';
import { restrictConnections, setPasswords } from './logins.ts';
import { migrate } from './migrate.ts';

/** Creates and migrates a database on a running cluster, with passwords for the logins. Returns the superuser's URL. */
async function createDatabase(cluster: Embedded, name: string): Promise<string> {
  const server = new pg.Client({ connectionString: cluster.adminUrl });
  await server.connect();
  await server.query(`create database ${pg.escapeIdentifier(name)}`);
  await server.end();
  const adminUrl = cluster.urlFor('owner', name);
  await migrate(adminUrl);
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await setPasswords(admin, cluster.passwords);
  await restrictConnections(admin);
  await admin.end();
  return adminUrl;
}

/** Runs `work` with a cluster of its own that is deleted afterwards. */
async function withScratchCluster<Result>(
  work: (cluster: Embedded, directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'client-portal-scratch-'));
  const cluster = await startEmbedded({ directory, fast: true, temporary: true });
  try {
    return await work(cluster, directory);
  } finally {
    await cluster.stop();
  }
}

/** Runs `work` as the superuser of a freshly migrated database. */
export function withScratchDatabase<Result>(work: (database: pg.Client) => Promise<Result>): Promise<Result> {
  return withScratchCluster(async (cluster) => {
    const client = new pg.Client({ connectionString: await createDatabase(cluster, 'portal') });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  });
}
