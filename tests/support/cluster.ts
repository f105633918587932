/**
 * Vitest global set-up: one PostgreSQL for the whole run, with a migrated, empty template database.
 *
 * Every project that needs a database names this file; whichever comes first starts the server, and the last to end
 * stops it. Test files clone the template with `createTestDatabase()`.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { removeEmbedded, startEmbedded } from '../../db/embedded.ts';
import { closeMaintenanceDatabases, type Passwords, setPasswords, urlAs } from '../../db/logins.ts';
import { migrate } from '../../db/migrate.ts';

export type Cluster = {
  /** The superuser, in database `postgres`. */
  adminUrl: string;
  passwords: Passwords;
  /** Migrated and empty. Nobody can connect to it, so that cloning it never waits. */
  template: string;
  /** The template of the policies' world, by a name of its own where it is filled under a mutant. */
  world?: string;
  /** The template of the world that a mutant has changed since it was filled. */
  changedWorld?: string;
  /** For files of the run; deleted with the server. */
  directory: string;
};

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- vitest merges it
  interface ProvidedContext {
    cluster: Cluster;
  }
}

const TEMPLATE = 'portal_template';

type Run = {
  users: number;
  started: Promise<{ cluster: Cluster; stop: () => Promise<void> }>;
};

// Each project loads this file anew; what they share has to live in the process.
const shared = globalThis as typeof globalThis & { portalTestCluster?: Run };

export async function setup(project: TestProject) {
  const run = (shared.portalTestCluster ??= { users: 0, started: start() });
  run.users += 1;
  const { cluster, stop } = await run.started;
  project.provide('cluster', cluster);
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    delete shared.portalTestCluster;
    await stop();
  };
}

async function start() {
  const directory = mkdtempSync(join(tmpdir(), 'client-portal-test-'));
  try {
    const { adminUrl, passwords, stop } = await startEmbedded({ directory, fast: true, temporary: true });
    await createTemplate(adminUrl, passwords).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { cluster: { adminUrl, passwords, template: TEMPLATE, directory }, stop };
  } catch (error) {
    await removeEmbedded(directory);
    throw error;
  }
}

async function createTemplate(adminUrl: string, passwords: Passwords) {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`create database ${TEMPLATE}`);
    await migrate(urlAs(adminUrl, new URL(adminUrl).username, new URL(adminUrl).password, TEMPLATE));
    await setPasswords(admin, passwords);
    await closeMaintenanceDatabases(admin);
    await admin.query(`alter database ${TEMPLATE} with allow_connections false is_template true`);
  } finally {
    await admin.end();
  }
}
