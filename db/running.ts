/** The files that the demo leaves in `.demo` for other commands: how to reach its database, and who may sign in. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isAlive } from './guarded.ts';
import { type LoginKey, OWNER_VARIABLE } from './logins.ts';

/** `.demo` in the checkout, or what the environment variable DEMO_DIRECTORY names: a second demo beside the first. */
export const DEMO_DIRECTORY = resolve(process.env.DEMO_DIRECTORY || join(import.meta.dirname, '../.demo'));

/** Somebody who can sign in to the demo. */
export type Account = {
  realm: 'client' | 'staff';
  tenant: string;
  client: string | null;
  role: string;
  email: string;
  password: string;
};

export type Urls = Record<LoginKey | 'owner', string>;

/** The database of a running demo. */
export type Running = {
  pid: number;
  urls: Urls;
};

const file = (name: string) => join(DEMO_DIRECTORY, name);

function write(name: string, content: unknown) {
  mkdirSync(DEMO_DIRECTORY, { recursive: true });
  // A file that exists would keep its old, perhaps wider, mode.
  rmSync(file(name), { force: true });
  writeFileSync(file(name), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
}

function read(name: string): unknown {
  return existsSync(file(name)) ? JSON.parse(readFileSync(file(name), 'utf8')) : undefined;
}

export const writeRunning = (running: Running) => write('database.json', running);
export const removeRunning = () => rmSync(file('database.json'), { force: true });
export const writeAccounts = (accounts: Account[]) => write('accounts.json', accounts);
export const removeAccounts = () => rmSync(file('accounts.json'), { force: true });
export const readAccounts = () => read('accounts.json') as Account[] | undefined;

/** The demo that runs now, if one does. */
export function readRunning(): Running | undefined {
  const running = read('database.json') as Running | undefined;
  return running && isAlive(running.pid) ? running : undefined;
}

/** The migrator's connection: DATABASE_URL_OWNER, or else the running demo's. */
export function ownerUrl(): string {
  const url = process.env[OWNER_VARIABLE] ?? readRunning()?.urls.owner;
  if (!url) throw new Error(`No database to work on: set ${OWNER_VARIABLE}, or start one with npm run demo.`);
  return url;
}
