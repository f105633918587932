/** `npm run demo` as somebody meets it who has just cloned the repository: every command for real, in a directory of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../../db/app.ts';
import { removeEmbedded } from '../../db/embedded.ts';
import { isAlive } from '../../db/guarded.ts';
import { freePort } from '../../db/port.ts';
import type { Account, Running } from '../../db/running.ts';
import { Visitor } from '../support/visitor.ts';

const restart_ms = 240_000;
const root = join(import.meta.dirname, '../..');
const directory = mkdtempSync(join(tmpdir(), 'client-portal-demo-'));
let port: number;
let demo: Command;

type Command = {
  said: () => string;
  status: Promise<number | null>;
  kill: () => void;
};

/** `npm run …`, without the database and address of whoever runs the tests. */
function npmRun(script: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Command {
  const npm = spawn('npm', ['run', '-s', script, '--', ...args], {
    cwd: root,
    env: {
      ...process.env,
      ...{ DATABASE_URL_OWNER: undefined, ORIGIN: undefined, REALMS: undefined },
      ...{ DEMO_DIRECTORY: directory, PORT: String(port) },
      ...env,
    },
  });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const status = new Promise<number | null>((resolve) => npm.once('close', resolve));
  return { said: () => said, status, kill: () => npm.kill('SIGTERM') };
}

/** Runs a command to its end. */
async function ended(command: Command) {
  const status = await command.status;
  return { status, said: command.said().trim() };
}

async function until(condition: () => boolean, what: () => string) {
  const deadline = Date.now() + restart_ms;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(what());
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function startDemo(...args: string[]): Promise<Command> {
  const command = npmRun('demo', args);
  let over = false as boolean;
  void command.status.then(() => (over = true));
  await until(() => over || command.said().includes('app.log'), command.said);
  if (over) throw new Error(command.said());
  return command;
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(directory, file), 'utf8'));
const accounts = () => read('accounts.json') as Account[];
const running = () => read('database.json') as Running;

/** As Ctrl-C does in a terminal. */
async function interrupt(command: Command) {
  process.kill(running().pid, 'SIGINT');
  return ended(command);
}

async function asOwner<Row extends pg.QueryResultRow>(text: string): Promise<Row[]> {
  const { said } = await ended(npmRun('db:url', ['owner']));
  const owner = new pg.Client({ connectionString: said });
  await owner.connect();
  try {
    return (await owner.query<Row>(text)).rows;
  } finally {
    await owner.end();
  }
}

const renamed = "name = 'Renamed while it ran'";
const countRenamed = async () => (await asOwner(`select from app.project where ${renamed}`)).length;

async function signIn({ realm, email, password }: Account): Promise<number> {
  const visitor = new Visitor(`http://localhost:${port}`);
  const door = realm === 'client' ? 'portal' : 'staff';
  const { status } = await visitor.signIn(door, email, password);
  if (status !== 303) return status;
  return (await visitor.query(door, 'account.me')).status;
}

beforeAll(async () => {
  await buildApp();
  port = await freePort();
  demo = await startDemo();
}, 240_000);

afterAll(async () => {
  demo.kill();
  await demo.status;
  await removeEmbedded(join(directory, 'postgres'));
  rmSync(directory, { recursive: true, force: true });
}, restart_ms);

test('says where the portal is, and who may sign in with which password', () => {
  const said = demo.said();
  expect(said).toContain(`The portal is at http://localhost:${port} `);
  expect(said).toMatch(/^Sign in at +Company +Client +Role +E-mail +Password$/m);
  for (const { realm, tenant, client, role, email, password } of accounts()) {
    const cells = [realm === 'client' ? '/portal' : '/staff', tenant, client, role, email, password];
    const line = said.split('\n').find((one) => one.includes(email)) ?? '';
    expect(line.split(/ {2,}/)).toEqual(cells.filter((cell) => cell !== null));
  }
});

describe('accounts.json', () => {
  test('lists people of both realms, several companies and clients', () => {
    const text = expect.stringMatching(/./) as string;
    for (const account of accounts()) {
      const { realm } = account;
      expect(['client', 'staff']).toContain(realm);
      const client = realm === 'client' ? text : null;
      expect(account).toEqual({ realm, tenant: text, client, role: text, email: text, password: text });
    }
    const kinds = (of: (account: Account) => unknown) => new Set(accounts().map(of)).size;
    expect(kinds(({ tenant }) => tenant)).toBeGreaterThan(1);
    expect(kinds(({ client }) => client)).toBeGreaterThan(2);
    expect(kinds(({ role }) => role)).toBeGreaterThan(6);
    expect(kinds(({ email }) => email)).toBe(accounts().length);
  });

  test('everybody on it signs in and is known by the procedures; who is deactivated does not', async () => {
    const isOut = ({ role }: Account) => role.includes('deactivated');
    expect(accounts().some(isOut)).toBe(true);
    for (const account of accounts()) {
      const { email, role } = account;
      expect({ email, role, status: await signIn(account) }).toEqual({
        ...{ email, role },
        status: isOut(account) ? 400 : 200,
      });
    }
  });

  test('is for nobody else on the machine to read', () => {
    for (const file of ['accounts.json', 'database.json', 'app.log', 'postgres/cluster.json'])
      expect({ file, mode: statSync(join(directory, file)).mode & 0o077 }).toEqual({ file, mode: 0 });
  });
});

describe('npm run db:url', () => {
  test.each([
    ['owner', 'postgres'],
    ['client', 'client_app'],
    ['client_auth', 'client_auth'],
    ['staff', 'staff_app'],
    ['staff_auth', 'staff_auth'],
    ['worker', 'worker_app'],
    ['auditor', 'auditor'],
  ])('%s connects as %s', async (key, login) => {
    const { said } = await ended(npmRun('db:url', [key]));
    const client = new pg.Client({ connectionString: said });
    await client.connect();
    const { rows } = await client.query('select session_user as login, current_database() as name');
    await client.end();
    expect(rows).toEqual([{ login, name: 'portal' }]);
  });

  test('says what it takes', async () => {
    expect(await ended(npmRun('db:url', ['nobody']))).toEqual({
      status: 2,
      said: expect.stringMatching(/^Usage: .*owner\|client\|/) as string,
    });
  });
});

describe('the demo explains in a sentence why it cannot start', () => {
  test('the demo runs already', async () => {
    const second = await ended(npmRun('demo', [], { PORT: String(await freePort()) }));
    const { pid } = running();
    expect(second).toEqual({
      status: 1,
      said: `The demo already runs (process ${pid}). Stop it first, with Ctrl-C where it runs.`,
    });
    expect(isAlive(pid)).toBe(true);
  });

  test('the port is taken', async () => {
    const elsewhere = await ended(npmRun('demo', [], { DEMO_DIRECTORY: join(directory, 'second') }));
    expect(elsewhere).toEqual({
      status: 1,
      said: `Port ${port} is taken. Choose another one: PORT=${port + 1} npm run demo`,
    });
  });

  test.each(['http', '70000', '-1'])('PORT=%s, which is none', async (word) => {
    const odd = await ended(npmRun('demo', [], { DEMO_DIRECTORY: join(directory, 'second'), PORT: word }));
    expect(odd).toEqual({
      status: 1,
      said: `PORT=${word} is no port: choose a number up to 65535.`,
    });
  });

  test('an option that there is not', async () => {
    const mistyped = await ended(
      npmRun('demo', ['--rest'], { DEMO_DIRECTORY: join(directory, 'second'), PORT: '' }),
    );
    expect(mistyped.status).toBe(1);
    expect(mistyped.said).toContain('--rest');
    expect(mistyped.said).not.toMatch(/^\s+at /m);
  });
});

describe('what it keeps', () => {
  test('a second run finds the data as the first left them', { timeout: 2 * restart_ms }, async () => {
    const before = accounts();
    await asOwner(`update app.project set ${renamed} where name = 'Platform Rewrite Q1'`);
    expect(await interrupt(demo)).toMatchObject({ status: 0 });
    expect(await ended(npmRun('db:url', ['owner']))).toEqual({
      status: 1,
      said: 'The demo is not running. Start it with: npm run demo',
    });

    demo = await startDemo();
    expect(await countRenamed()).toBe(1);
    expect(accounts()).toEqual(before);
    expect(demo.said()).toContain(before[0]?.email);
    expect(await signIn(before[0]!)).toBe(200);
  });

  test('--reset starts anew, and leaves what is not the demo’s', { timeout: 2 * restart_ms }, async () => {
    writeFileSync(join(directory, 'mine.txt'), 'kept');
    await interrupt(demo);
    demo = await startDemo('--reset');
    expect(await countRenamed()).toBe(0);
    expect(await signIn(accounts()[0]!)).toBe(200);
    expect(readFileSync(join(directory, 'mine.txt'), 'utf8')).toBe('kept');
  });

  test('ending npm ends application and database', { timeout: restart_ms }, async () => {
    const { pid, urls } = running();
    demo.kill();
    await demo.status;
    await until(
      () => !isAlive(pid),
      () => `process ${pid} lives on`,
    );
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow('fetch failed');
    const client = new pg.Client({ connectionString: urls.owner });
    await expect(client.connect()).rejects.toThrow('ECONNREFUSED');
  });
});
