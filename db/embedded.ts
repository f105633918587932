/** A real PostgreSQL out of npm, for the demo and the tests. */
import { execFileSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Home, prepareHome } from './embedded-home.ts';
import { type Guarded, spawnGuarded } from './guarded.ts';
import { type Login, type Passwords, randomPassword, randomPasswords, urlAs } from './logins.ts';
import { freePort, portIsFree } from './port.ts';

const ADMIN = 'postgres';

export type EmbeddedOptions = {
  /** Keeps passwords, port, log and, where the server can reach it, the data. */
  directory: string;
  /** Asked for; another one is taken when it is busy. */
  port?: number;
  /** Trades durability for speed: for tests, whose data nobody misses. */
  fast?: boolean;
  /** Deletes the directory when the server ends, however that comes about. */
  temporary?: boolean;
  onLog?: (line: string) => void;
};

export type Embedded = {
  /** The superuser, in database `postgres`. */
  adminUrl: string;
  port: number;
  /** Chosen for the logins; `setPasswords` gives them to the roles once the migrations have made these. */
  passwords: Passwords;
  urlFor(login: Login | 'owner', database: string): string;
  /** Resolves when the server has ended, whether asked to or not. */
  exited: Promise<unknown>;
  stop(): Promise<void>;
};

type Settings = {
  port: number;
  admin: string;
  passwords: Passwords;
};

/** Starts the server kept in `directory`, after creating it there if need be. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { directory, fast = false, onLog = () => {} } = options;
  const home = prepareHome(directory);
  const data = join(home.home, 'data');
  if (home.home !== realpathSync(directory))
    onLog(`${directory} is closed to the user postgres; the data lie in ${data}`);

  const settings = loadSettings(directory, data);
  await leaveStalePid(data);
  settings.port = await choosePort(options.port ?? settings.port);
  save(directory, settings);
  if (!existsSync(data)) {
    onLog('Creating a PostgreSQL cluster');
    createCluster(home, data, settings.admin, fast);
  }

  const logFile = join(directory, 'server.log');
  rmSync(logFile, { force: true });
  const server = spawnGuarded(join(home.binaries, 'postgres'), serverFlags(data, settings.port, fast), {
    ...home,
    cwd: home.home,
    env: serverEnvironment(),
    logFile,
    stopSignal: 'INT',
    removeAfterwards: options.temporary ? home.home : undefined,
  });
  const adminUrl = urlAs(`postgresql://127.0.0.1:${settings.port}/postgres`, ADMIN, settings.admin);
  try {
    await untilReady(adminUrl, server, logFile);
    await refuseUnreadableText(adminUrl, data);
  } catch (error) {
    await server.stop();
    throw error;
  }
  onLog(`PostgreSQL listens on 127.0.0.1:${settings.port}`);

  return {
    adminUrl,
    port: settings.port,
    passwords: settings.passwords,
    urlFor: (login, database) =>
      login === 'owner'
        ? urlAs(adminUrl, ADMIN, settings.admin, database)
        : urlAs(adminUrl, login, settings.passwords[login], database),
    exited: server.exited,
    async stop() {
      await server.stop();
      if (options.temporary) await removeEmbedded(directory);
    },
  };
}

/** Deletes the cluster kept in `directory`, which must not be running. */
export async function removeEmbedded(directory: string): Promise<void> {
  const { home } = prepareHome(directory);
  await leaveStalePid(join(home, 'data'));
  for (const path of [home, directory]) rmSync(path, { recursive: true, force: true });
}

function loadSettings(directory: string, data: string): Settings {
  const file = join(directory, 'cluster.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Settings;
  if (existsSync(data)) {
    throw new Error(
      `${data} holds a database, but its passwords in ${file} are gone. Start again with --reset.`,
    );
  }
  return { port: 0, admin: randomPassword(), passwords: randomPasswords() };
}

function save(directory: string, settings: Settings) {
  writeFileSync(join(directory, 'cluster.json'), JSON.stringify(settings, null, 2), { mode: 0o600 });
}

async function choosePort(wanted: number): Promise<number> {
  return wanted && (await portIsFree(wanted)) ? wanted : freePort();
}

/** initdb beside the final place and a rename: an interrupted one is never mistaken for a database. */
function createCluster(home: Home, data: string, password: string, fast: boolean) {
  const scratch = mkdtempSync(`${data}.`);
  const passwordFile = `${scratch}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.uid !== undefined && home.gid !== undefined) {
    for (const path of [scratch, passwordFile]) chownSync(path, home.uid, home.gid);
  }
  try {
    runInitdb(home, [
      `--pgdata=${scratch}`,
      `--username=${ADMIN}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The server's own rules for letters: the same on every machine, whatever locales that has.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(fast ? ['--no-sync'] : []),
    ]);
    renameSync(scratch, data);
  } catch (error) {
    throw new Error(`PostgreSQL could not create its data directory ${data}: ${saidBy(error).trim()}`);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Locales of the machine that know the letters of every script, by their names here and there; Linux has the first, macOS another. */
const charTypes = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'UTF-8'];

/** Full-text search goes by LC_CTYPE, whatever the provider: the first of `charTypes` that the machine has. Throws where it has none. */
function runInitdb(home: Home, options: string[]): void {
  for (const charType of charTypes) {
    try {
      execFileSync(join(home.binaries, 'initdb'), [...options, `--lc-ctype=${charType}`], {
        env: serverEnvironment(),
        cwd: home.home,
        stdio: 'pipe',
        ...userOf(home),
      });
      return;
    } catch (error) {
      if (charType === charTypes.at(-1) || !saidBy(error).includes('invalid locale')) throw error;
    }
  }
}

const saidBy = (error: unknown) =>
  error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);

/** Throws where search in these data would take quotation marks for letters: they were made by a release that did not ask. */
async function refuseUnreadableText(adminUrl: string, data: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ words: string }>(
      "select to_tsvector('simple', '“a…”')::text as words",
    );
    if (rows[0]?.words === "'a':1") return;
    throw new Error(
      `The database in ${data} was made in a way that search cannot tell letters from signs outside ASCII, which cannot be ` +
        'changed afterwards. Start again with --reset; its data are deleted.',
    );
  } finally {
    await client.end();
  }
}

const userOf = ({ uid, gid }: Home) => (uid === undefined || gid === undefined ? {} : { uid, gid });

/** Without PGPORT, PGDATA and the like of whoever started us. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, SYSTEMROOT: process.env.SYSTEMROOT, LC_ALL: 'C', TZ: 'UTC' };
}

function serverFlags(data: string, port: number, fast: boolean): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: 200,
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(fast && {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      wal_level: 'minimal',
      max_wal_senders: 0,
      // Keeps plans the same from run to run, and out of the way of cloning.
      autovacuum: 'off',
    }),
  };
  return [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
  ];
}

async function untilReady(adminUrl: string, server: Guarded, logFile: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!server.hasExited()) {
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
    try {
      await client.connect();
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === '28P01')
        throw new Error(`PostgreSQL does not accept the password kept for it. Start again with --reset.`);
      if (Date.now() > deadline)
        throw new Error(`PostgreSQL did not start within a minute:\n${tail(logFile)}`);
      await sleep(25);
    } finally {
      await client.end().catch(() => {});
    }
  }
  throw new Error(`PostgreSQL could not start:\n${tail(logFile)}`);
}

const tail = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');

/**
 * A server that was killed leaves its pid behind, and PostgreSQL won't start while any process has that number. So ask
 * whether that process is a server on these data.
 */
async function leaveStalePid(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  for (let attempt = 0; existsSync(file); attempt++) {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    if (!commandOf(pid).includes(data)) {
      rmSync(file, { force: true });
      return;
    }
    // One whose parent was killed a moment ago is just shutting down.
    if (attempt === 50)
      throw new Error(`A PostgreSQL already runs on ${data} (process ${pid}). Stop that one first.`);
    await sleep(100);
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}
