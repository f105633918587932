/** Builds the application, and runs the build as a process of its own: for the demo and for tests over HTTP. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Guarded, isAlive, spawnGuarded } from './guarded.ts';

const ROOT = join(import.meta.dirname, '..');
const ENTRY = join(ROOT, 'build/index.js');
const SOURCES = ['src', 'static', 'db/types', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];

export type App = {
  exited: Guarded['exited'];
  stop: Guarded['stop'];
};

/** Runs `vite build` unless the build is newer than everything it was made from. */
export async function buildApp(onLog: (line: string) => void = () => {}): Promise<void> {
  if (isFresh()) return;
  const release = await buildLock();
  try {
    if (isFresh()) return;
    onLog('Building the application');
    const started = new Date();
    await viteBuild();
    // Dated from its start, so that what was edited meanwhile counts as newer.
    utimesSync(ENTRY, started, started);
  } finally {
    release();
  }
}

/** Starts the build on a loopback port and waits until it answers. `env` holds the database URLs and the like. */
export async function startApp(port: number, env: NodeJS.ProcessEnv, logFile: string): Promise<App> {
  rmSync(logFile, { force: true });
  const app = spawnGuarded(process.execPath, [ENTRY], {
    cwd: ROOT,
    env: {
      ...ownEnvironment(),
      NODE_ENV: 'production',
      BODY_SIZE_LIMIT: '6M',
      SHUTDOWN_TIMEOUT: '3',
      ...env,
      HOST: '127.0.0.1',
      PORT: String(port),
    },
    logFile,
    stopSignal: 'TERM',
  });
  try {
    await untilAnswering(`http://127.0.0.1:${port}/`, app, logFile);
  } catch (error) {
    await app.stop();
    throw error;
  }
  return { exited: app.exited, stop: app.stop };
}

/** The last lines of a log, for a message about why something ended. */
export const lastLines = (file: string, count = 15) =>
  readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');

/** Ours, without what would build for tests, and without any database: the owner's above all. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(DATABASE_URL|VITEST|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

async function untilAnswering(url: string, app: Guarded, logFile: string) {
  const deadline = Date.now() + 30_000;
  while (!app.hasExited()) {
    try {
      await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
      return;
    } catch {
      if (Date.now() > deadline)
        throw new Error(`The application did not answer within 30 s:\n${lastLines(logFile)}`);
      await sleep(50);
    }
  }
  throw new Error(`The application ended while starting:\n${lastLines(logFile)}`);
}

function isFresh(): boolean {
  if (!existsSync(ENTRY)) return false;
  const built = statSync(ENTRY).mtimeMs;
  return SOURCES.every((source) => newest(join(ROOT, source)) < built);
}

/** The latest change at or below `path`. A directory's own time tells of files that are gone. */
function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds the SvelteKit application whose configuration lies in `directory`. */
export function viteBuild(directory = ROOT): Promise<void> {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  return new Promise((resolve, reject) => {
    const env = { ...ownEnvironment(), NODE_ENV: 'production' };
    const build = spawn(process.execPath, [vite, 'build', '--emptyOutDir', '--logLevel', 'warn'], {
      cwd: directory,
      env,
      stdio: 'pipe',
    });
    let output = '';
    for (const stream of [build.stdout, build.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    build.once('error', reject);
    build.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`The build failed:\n${output.trim()}`)),
    );
  });
}

/** Two builds at once, say of a demo and of a test run, would each delete the other's files. */
async function buildLock(): Promise<() => void> {
  const lock = join(ROOT, '.cache/build.pid');
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (isAbandoned(lock)) rmSync(lock, { force: true });
      await sleep(200);
    }
  }
}

function isAbandoned(lock: string): boolean {
  // Not yet written to reads as 0, which is our own process group, and alive.
  return existsSync(lock) && !isAlive(Number(readFileSync(lock, 'utf8')));
}
