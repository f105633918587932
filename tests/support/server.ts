/** The built application as a process, on a test's database. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startApp } from '../../db/app.ts';
import { environmentFor } from '../../db/logins.ts';
import { freePort } from '../../db/port.ts';
import type { TestDatabase } from './database.ts';

export type TestServer = {
  /** `http://localhost:<port>`: browsers keep Secure cookies for this name without TLS. */
  origin: string;
  /** What the process has printed so far. */
  log(): string;
  stop(): Promise<void>;
};

/** Starts the application with all logins of `database`. In `env`, `undefined` takes a variable away. */
export async function startServer(
  database: Pick<TestDatabase, 'urls'>,
  { env = {} }: { env?: NodeJS.ProcessEnv } = {},
): Promise<TestServer> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const logFile = join(inject('cluster').directory, `app-${port}.log`);
  // Background jobs change what tests look at; those that are about them ask for them.
  const environment = { ORIGIN: origin, REALMS: 'client,staff', ...environmentFor(database.urls), ...env };
  const { stop } = await startApp(port, environment, logFile);
  return { origin, stop, log: () => readFileSync(logFile, 'utf8') };
}
