/**
 * The row-security tax: every statement that a portal procedure, the team's list of projects, its board and queue and its task and ticket page really send, under role,
 * identity and policies, against the same statement with the condition written by hand and run as the owner. Database time alone (EXPLAIN ANALYZE).
 */
import { join } from 'node:path';
import pg from 'pg';
import { runnerImport } from 'vite';
import type { Embedded } from '../db/embedded.ts';
import { environmentFor, urlsFor } from '../db/logins.ts';
import { withStartUp } from '../src/lib/server/db/start-up.ts';
import { byHand } from './by-hand.ts';
import { callsOf, realmOf, type Person, type Procedures } from './calls.ts';
import { appTokenOf, tokenOf, type BenchWorld } from './world.ts';

export type Statement = { procedure: string; text: string; values: unknown[] };
export type Tax = {
  procedure: string;
  statement: string;
  /** Milliseconds of database time. */
  policies: number;
  byHand: number;
  /** How often the statement names a table of the application. */
  tables: number;
  /** How often the statement's policies and conditions ask who is asking. */
  proofs: number;
};

const rounds = 60;
/** Nobody waits longer for one statement; three rounds it gets in any case. */
const patience_ms = 2_000;
/** PostgreSQL plans the first five executions for their values, then keeps one plan if it is as good. */
const warmUp = 10;
const root = join(import.meta.dirname, '..');

type Caller = Record<string, Record<string, (input?: unknown) => Promise<unknown>>>;
type Router = {
  _def: { procedures: Procedures };
  createCaller: (context: object) => Caller;
};

const realms = {
  portal: {
    role: 'client',
    login: 'client_app',
    identity: /^\s*select app\.client_user_id\(\)|from app\.client_me\(\)/,
  },
  staff: {
    role: 'staff',
    login: 'staff_app',
    identity: /^\s*select app\.staff_id\(\)|from app\.staff_me\(\)/,
  },
} as const;

/** Runs a person's queries in this process and listens to what they send. */
export async function collectStatements(
  cluster: Embedded,
  world: BenchWorld,
  person: Person,
): Promise<Statement[]> {
  const realm = realmOf[person];
  Object.assign(process.env, environmentFor(urlsFor((login) => cluster.urlFor(login, world.database))));
  // One at a time, so that each statement passes by here as it is.
  process.env.DATABASE_PIPELINE = 'off';
  const statements: Statement[] = [];
  let procedure = '';
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const config = args[0] as { text?: string; values?: unknown[] };
    if (
      procedure &&
      config.text &&
      /^\s*(select|with)/i.test(config.text) &&
      !config.text.includes('set_config')
    ) {
      statements.push({ procedure, text: config.text, values: config.values ?? [] });
    }
    return query.apply(this, args);
  };
  try {
    const { module } = await runnerImport<Record<string, Router>>(
      join(root, `src/lib/server/${realm}/router.ts`),
      { configFile: false, logLevel: 'error' },
    );
    const router = module[`${realm}Router`];
    if (!router) throw new Error(`no router of ${realm}`);
    const admin = new pg.Client({ connectionString: world.adminUrl });
    await admin.connect();
    const projectId = realm === 'portal' ? world.projectId : world.crowdedProjectId;
    await admin.query(
      `update identity.client_session set token_hash = sha256(convert_to($1, 'UTF8')) where client_user_id = $2`,
      [appTokenOf('client'), world.clientUserId],
    );
    const aShared = async (kind: 'task' | 'milestone' | 'epic') =>
      (
        await admin.query<{ id: string }>(
          `select id from app.${kind} where project_id = $1 and shared order by id limit 1`,
          [projectId],
        )
      ).rows[0]?.id ?? '';
    const known = {
      projectId,
      ticketId: world.ticketId,
      taskId: await aShared('task'),
      milestoneId: await aShared('milestone'),
      epicId: await aShared('epic'),
    };
    await admin.end();
    const caller = router.createCaller({ requestId: 'bench', token: tokenOf(person), signal: null });
    for (const call of callsOf(person, router._def.procedures, known)) {
      const [feature = '', verb = ''] = call.procedure.split('.');
      procedure = call.label;
      // One that takes too long here is measured all the same.
      await caller[feature]?.[verb]?.(call.input).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'TIMEOUT')) throw error;
        console.log(`  ${call.label} was stopped for taking too long`);
      });
    }
    procedure = '';
    return statements.filter(({ text }) => !realms[realm].identity.test(text));
  } finally {
    prototype.query = query;
    delete process.env.DATABASE_PIPELINE;
  }
}

const median = (numbers: number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

/** A table that a statement names: one quoted by Kysely, or one in SQL of our own. */
const namesTable = /"app"\."\w+"(?=[\s),]|$)|(?<=from |join )app\.\w+(?!\w|\()/g;

/** How often each statement runs a function that answers from the session: apart from the measuring, since counting takes time. */
async function countProofs(
  { adminUrl }: BenchWorld,
  statements: Statement[],
  person: Person,
): Promise<number[]> {
  const { role, login } = realms[realmOf[person]];
  const owner = new pg.Client({ connectionString: adminUrl });
  await owner.connect();
  await owner.query("set track_functions = 'all'");
  await owner.query('begin read only');
  await owner.query("select set_config('app.session', $1, true)", [appTokenOf(person)]);
  // No realm may read what the server counts.
  const called = async () => {
    await owner.query('reset session authorization');
    const { rows } = await owner.query<{ calls: string }>(
      `select coalesce(sum(calls), 0) as calls from pg_stat_xact_user_functions
        where schemaname = 'app' and funcname ~ '^(client|staff)_' and funcname <> 'client_contracts'`,
    );
    await owner.query(`set local session authorization ${login}; set local role ${role}`);
    return Number(rows[0]?.calls);
  };
  const counts: number[] = [];
  for (const { text, values } of statements) {
    const before = await called();
    await owner.query(text, values);
    counts.push((await called()) - before);
  }
  await owner.end();
  return counts;
}

/** Medians of the execution times in milliseconds, the two sides taken in turns. */
export async function measureTax(
  cluster: Embedded,
  world: BenchWorld,
  statements: Statement[],
  person: Person,
): Promise<Tax[]> {
  const { role, login } = realms[realmOf[person]];
  const proofsOf = await countProofs(world, statements, person);
  const client = new pg.Client(withStartUp(cluster.urlFor(login, world.database), login));
  const owner = new pg.Client({ connectionString: world.adminUrl });
  await client.connect();
  await owner.connect();
  try {
    await client.query('begin read only');
    // It waits while the other side has its turn, which is long where a hand-written search reads a million tickets.
    await client.query('set local idle_in_transaction_session_timeout = 0');
    await client.query("select set_config('role', $1, true), set_config('app.session', $2, true)", [
      role,
      appTokenOf(person),
    ]);
    const taxes: Tax[] = [];
    for (const [index, statement] of statements.entries()) {
      taxes.push({
        procedure: statement.procedure,
        statement: statement.text.replaceAll('"', '').slice(0, 70),
        ...(await inTurns(
          await prepare(client, `bench_${index}`, statement),
          await prepare(owner, `bench_${index}`, {
            ...statement,
            text: byHand(statement.text, world, person),
          }),
        )),
        tables: statement.text.match(namesTable)?.length ?? 0,
        proofs: proofsOf[index] ?? NaN,
      });
    }
    return taxes;
  } finally {
    await client.end();
    await owner.end();
  }
}

/** Prepares a statement as the application sends it, so that its plan has settled, and resolves to what runs it and says for how many milliseconds. */
async function prepare(connection: pg.Client, name: string, { text, values }: Statement) {
  await connection.query(`prepare ${name} as ${text}`);
  const given = values.map((value) =>
    value === null
      ? 'null'
      : pg.escapeLiteral(
          Array.isArray(value) ? `{${value.join(',')}}` : (value as string | number).toString(),
        ),
  );
  const execute = `execute ${name}${given.length ? ` (${given.join(', ')})` : ''}`;
  return async () => {
    const { rows } = await connection.query<{ 'QUERY PLAN': [{ 'Execution Time': number }] }>(
      `explain (analyze, timing off, format json) ${execute}`,
    );
    return rows[0]?.['QUERY PLAN'][0]['Execution Time'] ?? NaN;
  };
}

async function inTurns(policies: () => Promise<number>, hand: () => Promise<number>) {
  const times: [number[], number[]] = [[], []];
  const begun = performance.now();
  for (let round = 0; round < warmUp + rounds; round += 1) {
    if (performance.now() - begun > patience_ms && times[0].length >= 3) break;
    const [ours, theirs] = [await policies(), await hand()];
    if (round < warmUp) continue;
    times[0].push(ours);
    times[1].push(theirs);
  }
  return { policies: median(times[0]), byHand: median(times[1]) };
}
