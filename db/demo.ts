/**
 * `npm run demo`: database, sample companies and application in one command.
 *
 *   --reset     start from a fresh database
 *   --no-serve  prepare everything, then end
 *
 * PORT and ORIGIN say where it is served, DEMO_DIRECTORY where its data lie. DATABASE_URL_OWNER names a server to use in
 * place of the embedded one.
 */
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp, lastLines, startApp } from './app.ts';
import { DEMO_FILES, seedIfEmpty, startOwnServer, useServer } from './demo-database.ts';
import { environmentFor, OWNER_VARIABLE } from './logins.ts';
import { portIsFree } from './port.ts';
import { type Account, DEMO_DIRECTORY, readRunning, removeRunning, writeRunning } from './running.ts';

const APP_LOG = join(DEMO_DIRECTORY, 'app.log');
const shown = (file: string) => relative('.', join(DEMO_DIRECTORY, file));

/** How to stop what was started, in the order of starting. */
const started: (() => Promise<void> | void)[] = [];
let stopping = false as boolean;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void (stopping || end(0)));
}

// A signal sent to npm ends npm and its shell, but does not get as far as here.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => void (process.ppid === parent || stopping || end(0)), 500).unref();
}

try {
  await demo();
} catch (error) {
  // A signal takes the database away from under whatever was going on; that is no error.
  if (!stopping) await fail(error instanceof Error ? error.message : String(error));
}

async function demo() {
  const { values } = parseArgs({
    options: { reset: { type: 'boolean', default: false }, 'no-serve': { type: 'boolean', default: false } },
  });
  const serve = !values['no-serve'];
  const port = Number(process.env.PORT || 4173);
  const owner = process.env[OWNER_VARIABLE];

  const other = readRunning();
  if (other)
    throw new Error(
      `The demo already runs (process ${other.pid}). Stop it first, with Ctrl-C where it runs.`,
    );
  if (!(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`PORT=${process.env.PORT} is no port: choose a number up to 65535.`);
  if (serve && !(await portIsFree(port))) {
    throw new Error(`Port ${port} is taken. Choose another one: PORT=${port + 1} npm run demo`);
  }
  if (owner && values.reset) {
    throw new Error(
      `--reset deletes only the demo's own database. Empty the one of ${OWNER_VARIABLE} yourself.`,
    );
  }

  const database = owner
    ? await useServer(owner, console.log)
    : await startOwnServer(values.reset, console.log);
  started.push(database.stop);
  void database.exited.then(() => {
    if (!stopping) return fail(`The database ended; see ${shown('postgres/server.log')}`);
  });
  writeRunning({ pid: process.pid, urls: database.urls });
  started.push(removeRunning);

  const accounts = await seedIfEmpty(database.urls.owner, console.log);
  await buildApp(console.log);
  if (!serve) {
    console.log('Everything is ready. Start it with: npm run demo');
    return end(0);
  }

  const origin = process.env.ORIGIN || `http://localhost:${port}`;
  const env = {
    ORIGIN: origin,
    FILES_DIRECTORY: DEMO_FILES,
    ...environmentFor(database.urls),
  };
  const app = await startApp(port, env, APP_LOG);
  started.push(app.stop);
  announce(origin, accounts);
  await app.exited;
  if (!stopping) throw new Error(`The application ended. Its last words:\n${lastLines(APP_LOG)}`);
}

/** Stops application before database, and ends. */
async function end(status: number): Promise<void> {
  stopping = true;
  for (const stop of started.splice(0).reverse()) await stop();
  process.exit(status);
}

async function fail(reason: string): Promise<void> {
  console.error(`\n${reason}`);
  await end(1);
}

function announce(origin: string, accounts: Account[]) {
  console.log(`\nThe portal is at ${origin}   (Ctrl-C stops it)\n`);
  if (accounts.length > 0) printTable(accounts);
  else console.log('This database was filled elsewhere; who may sign in is not known here.');
  console.log('\nSQL as a client:  psql "$(npm run -s db:url -- client)"');
  console.log(`Log:              ${shown('app.log')}`);
}

function printTable(accounts: Account[]) {
  const rows = accounts.map((account) => [
    account.realm === 'client' ? '/portal' : '/staff',
    account.tenant,
    account.client ?? '',
    account.role,
    account.email,
    account.password,
  ]);
  rows.unshift(['Sign in at', 'Company', 'Client', 'Role', 'E-mail', 'Password']);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]!.length));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(width(column)))
        .join('   ')
        .trimEnd(),
    );
}
