/** The application on the sample companies outside Vitest: a cluster, files and a port of its own, all gone afterwards. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { buildApp, startApp } from '../../db/app.ts';
import { seedDemo } from '../../db/demo/index.ts';
import { startEmbedded } from '../../db/embedded.ts';
import { environmentFor, restrictConnections, setPasswords, urlsFor } from '../../db/logins.ts';
import { migrate } from '../../db/migrate.ts';
import { freePort } from '../../db/port.ts';
import type { Account, Urls } from '../../db/running.ts';

export type TemporaryDemo = {
  origin: string;
  urls: Urls;
  accounts: Account[];
  /** Where the application keeps its files. */
  filesDirectory: string;
  /** What the application has logged so far. */
  log(): string;
};

/**
 * Runs `work` with a demo that disturbs no other. Files lie in its store only where `withFiles` is true; `env` is added to the
 * application's environment.
 */
export async function withTemporaryDemo<Result>(
  { withFiles = false, env = {} }: { withFiles?: boolean; env?: NodeJS.ProcessEnv },
  work: (demo: TemporaryDemo) => Promise<Result>,
): Promise<Result> {
  await buildApp(console.log);
  const directory = mkdtempSync(join(tmpdir(), 'client-portal-demo-'));
  const cluster = await startEmbedded({ directory, fast: true, temporary: true });
  try {
    const admin = new pg.Client({ connectionString: cluster.adminUrl });
    await admin.connect();
    await admin.query('create database portal');
    await admin.end();
    const urls = {
      owner: cluster.urlFor('owner', 'portal'),
      ...urlsFor((login) => cluster.urlFor(login, 'portal')),
    };
    await migrate(urls.owner);
    const owner = new pg.Client({ connectionString: urls.owner });
    await owner.connect();
    await setPasswords(owner, cluster.passwords);
    await restrictConnections(owner);
    await owner.end();
    const filesDirectory = join(directory, 'files');
    const accounts = await seedDemo(urls.owner, withFiles ? filesDirectory : undefined);

    const port = await freePort();
    const origin = `http://localhost:${port}`;
    const logFile = join(directory, 'app.log');
    const environment = { ORIGIN: origin, FILES_DIRECTORY: filesDirectory, ...environmentFor(urls), ...env };
    const app = await startApp(port, environment, logFile);
    try {
      return await work({
        ...{ origin, urls, accounts, filesDirectory },
        log: () => readFileSync(logFile, 'utf8'),
      });
    } finally {
      await app.stop();
    }
  } finally {
    await cluster.stop();
  }
}
