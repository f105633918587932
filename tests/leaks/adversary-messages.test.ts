/**
 * Somebody who can send any SQL on a login of the client realm, and has the server print all that it can print: parse trees,
 * rewritten queries and plans, with the constants folded into them. Messages come in the middle of a statement and at COMMIT,
 * past every grant and policy, so that a function that runs with more rights than its caller has to be silent itself.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Login } from '../../db/logins.ts';
import { aStaffMember } from '../support/builders.ts';
import { aContractMember, anUpload, aTicketNote } from '../support/ticket-builders.ts';
import { useWorld } from '../policies/world.ts';

const inside = useWorld();

type Callable = { name: string; parameters: { name: string; type: string }[] };
type Message = { text: string; context: string };

/** What no client may read, in the row that the client's own functions write and around it. */
const facts: Record<string, string> = {
  level: 'solution_architect',
  note: 'canary of a note',
  assignee: 'Canary Assignee',
};

beforeAll(async () => {
  const { db, acme, contracts, projects, tickets } = inside();
  const assignee = await aStaffMember(db, acme, { name: 'Canary Assignee', display_name: 'Canary Assignee' });
  await aContractMember(db, contracts.both, assignee, 'contributor');
  await aTicketNote(db, tickets.open, assignee, { body: 'canary of a note' });
  await db.admin.query(
    `update app.ticket set level = 'solution_architect', assignee_staff_id = $1, project_id = $2, status = 'waiting_on_client'
      where tenant_id = $3 and id = $4`,
    [assignee.id, projects.hidden.id, acme.tenant_id, tickets.open.id],
  );
  Object.assign(facts, {
    'who is assigned': assignee.id,
    'the hidden project': projects.hidden.id,
  });
  const { rows } = await db.admin.query<{ policy: string; key: string; channels: string[] }>(
    `select t.sla_policy_id as policy, k.secret as key,
            array(select app.live_channel('tenant', t.tenant_id, topic) from unnest(array['tickets', 'projects']) topic) as channels
       from app.ticket t, identity.live_key k where t.tenant_id = $1 and t.id = $2`,
    [acme.tenant_id, tickets.open.id],
  );
  const { policy, key, channels } = rows[0] ?? { policy: '', key: '', channels: [] };
  Object.assign(facts, { 'the SLA policy': policy, 'the key of channels': key });
  for (const [index, channel] of channels.entries()) facts[`channel ${index} of the team`] = channel;
});

/** The functions that a role may execute, or whose tables it may write, as the catalog has them. */
async function callablesOf(role: string): Promise<Callable[]> {
  const { rows } = await inside().db.admin.query<Callable>(
    `select format('%I.%I', n.nspname, p.proname) as name,
            coalesce((select json_agg(json_build_object('name', coalesce(p.proargnames[nth], ''), 'type', type::regtype) order by nth)
                        from unnest(p.proargtypes::oid[]) with ordinality as parameter (type, nth)), '[]') as parameters
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('app', 'identity') and has_function_privilege($1, p.oid, 'execute') order by 1`,
    [role],
  );
  return rows;
}

/** Two values for each parameter that a client could think of, their own and another's; none is among the facts, since the statement is printed. */
function argumentsOf({ parameters }: Callable, upload: string): unknown[][] {
  const { contracts, people, projects, tickets } = inside();
  const byName: Record<string, [unknown, unknown]> = {
    ticket: [tickets.open.id, tickets.internal.id],
    record: [tickets.open.id, projects.neighbour.id],
    contract: [contracts.both.id, contracts.neighbour.id],
    project: [projects.shared.id, projects.neighbour.id],
    job_type: [contracts.both.jobType.id, contracts.neighbour.jobType.id],
    person: [people.employee.id, people.neighbour.id],
    request: [randomUUID(), randomUUID()],
    upload: [upload, randomUUID()],
    uploads: [[], [randomUUID()]],
    rating: [5, 9],
  };
  const byType: Record<string, [unknown, unknown]> = {
    'app.section': ['tickets', 'projects'],
    'app.section[]': ['{tickets}', '{projects}'],
    'app.record_kind': ['ticket', 'project'],
    'app.ticket_status': ['resolved', 'open'],
    'app.ticket_priority': ['high', 'low'],
    text: ['open', ''],
    integer: [5, 10],
    bigint: [5, -1],
    uuid: [tickets.open.id, projects.neighbour.id],
  };
  // A section and a status are both called "wanted": what is of our own types goes by its type.
  const candidates = ({ name, type }: Callable['parameters'][number]) =>
    (type.startsWith('app.') ? undefined : byName[name]) ?? byType[type] ?? [null, null];
  return [0, 1].map((which) => parameters.map((parameter) => candidates(parameter)[which]));
}

/** What anybody may set and makes the server say more; found, so that another version's are tried as well. */
async function loudSettings(connection: pg.Client): Promise<string[]> {
  const { rows } = await connection.query<{ name: string; value: string }>(
    `select name, case vartype when 'bool' then 'on' else enumvals[cardinality(enumvals)] end as value from pg_settings
      where context = 'user' and vartype in ('bool', 'enum')
        and (name ~ '^(debug_|trace_|log_)' or category in ('Reporting and Logging / What to Log', 'Statistics / Monitoring'))
        and name not in ('client_min_messages', 'debug_parallel_query', 'force_parallel_mode')`,
  );
  return rows.map(({ name, value }) => `set ${name} = '${value}'`);
}

const manners = {
  'planned for its values': ['set client_min_messages = debug5', 'set plan_cache_mode = force_custom_plan'],
  'planned for any': ['set client_min_messages = debug1', 'set plan_cache_mode = force_generic_plan'],
  'asked of parallel workers': [
    'set client_min_messages = log',
    'set debug_parallel_query = on',
    'set parallel_setup_cost = 0',
    'set min_parallel_table_scan_size = 0',
  ],
};

/** A parse tree or plan prints constants as their bytes, over several lines: here they are read as text, and ids by their digits. */
function readable(text: string): string {
  // A line is broken where it is full, in the middle of a number as well, and goes on below its own beginning.
  const whole = text.replaceAll(/^( *):\w+ \d+ \[[^\]]*\]/gm, (lines, indent: string) =>
    lines.replaceAll(`\n${indent}`, ''),
  );
  const constants = [...whole.matchAll(/\[\s+((?:-?\d+\s+)+)\]/g)].map(([, bytes = '']) =>
    Buffer.from(
      bytes
        .trim()
        .split(/\s+/)
        .map((byte) => Number(byte) & 255),
    ),
  );
  return [text, ...constants.flatMap((bytes) => [bytes.toString('utf8'), bytes.toString('hex')])].join('\n');
}

/** The session's own copy of the catalog grew. */
const ofOwnCache = /^rehashing catalog cache id \d+ for pg_\w+; \d+ tups, \d+ buckets$/;

const factsIn = (text: string) => {
  const plain = readable(text);
  return Object.keys(facts).filter((name) => {
    const fact = facts[name] ?? '';
    return plain.includes(fact) || (/^[0-9a-f-]{36}$/.test(fact) && plain.includes(fact.replaceAll('-', '')));
  });
};

/** Sends statements in one transaction that is committed, and answers every message and error that came meanwhile. */
async function overhear(
  login: Login,
  role: string,
  token: string,
  loud: string[],
  statements: [string, unknown[]][],
) {
  const connection = await inside().db.as(login);
  const heard: Message[] = [];
  const note = (error: Partial<pg.DatabaseError>) =>
    heard.push({
      text: [error.message, error.detail, error.hint, error.internalQuery, error.table, error.column]
        .filter(Boolean)
        .join('\n'),
      context: error.where ?? '',
    });
  connection.on('notice', note);
  for (const setting of [...(await loudSettings(connection)), ...loud]) await connection.query(setting);
  await connection.query('begin');
  await connection.query("select set_config('role', $1, true), set_config('app.session', $2, true)", [
    role,
    token,
  ]);
  const refused: Message[] = [];
  for (const [sql, values] of statements) {
    await connection.query('savepoint here');
    await connection.query(sql, values).catch(async (error: unknown) => {
      if (!(error instanceof pg.DatabaseError)) throw error;
      note(error);
      refused.push(...heard.splice(-1));
      await connection.query('rollback to here');
    });
  }
  await connection.query('commit');
  await connection.end();
  return { heard, refused };
}

/** All that a client could call, in one transaction. */
async function callAll(loud: string[]) {
  const { db, acme, client, people, tickets } = inside();
  await db.admin.query(
    "update app.ticket set status = 'waiting_on_client' where tenant_id = $1 and id = $2",
    [acme.tenant_id, tickets.open.id],
  );
  const statements: [string, unknown[]][] = [];
  for (const callable of await callablesOf('client')) {
    const upload = await anUpload(db, people.admin);
    for (const given of argumentsOf(callable, upload.id))
      statements.push([
        `select ${callable.name}(${given.map((_, index) => `$${index + 1}`).join(', ')})`,
        given,
      ]);
  }
  statements.push([
    'select count(*) from app.ticket t join app.message m on m.ticket_id = t.id join app.project p on true',
    [],
  ]);
  return overhear('client_app', 'client', client.admin, loud, statements);
}

test('were the functions not silent, all this would be heard', async () => {
  const { db } = inside();
  const { rows } = await db.admin.query<{ name: string; config: string }>(
    `select oid::regprocedure::text as name from pg_proc where prosecdef and pronamespace = 'app'::regnamespace`,
  );
  for (const { name } of rows) await db.admin.query(`alter function ${name} reset client_min_messages`);
  const { heard } = await callAll(manners['planned for its values']).finally(async () => {
    for (const { name } of rows)
      await db.admin.query(`alter function ${name} set client_min_messages = error`);
  });
  expect([...new Set(heard.flatMap(({ text, context }) => factsIn(text + context)))]).toEqual(
    expect.arrayContaining(['who is assigned', 'the hidden project', 'channel 0 of the team']),
  );
});

describe.each(Object.entries(manners))('L86: what the server prints when functions are %s', (_, loud) => {
  test('every function of role client is silent, at COMMIT as well, and no error says more', async () => {
    const { heard, refused } = await callAll(loud);
    // It does print what is the client's own: the statement itself.
    expect(heard.some(({ text }) => /plan|parse tree/.test(text))).toBe(true);
    expect(
      heard.filter(
        ({ text, context }) =>
          !ofOwnCache.test(text) && context !== '' && !/^(parallel worker|portal)/.test(context),
      ),
    ).toEqual([]);
    expect([...heard, ...refused].flatMap(({ text, context }) => factsIn(text + context))).toEqual([]);
  });

  test('so is what signing in and out fires', async () => {
    const { people } = inside();
    const hash = 'sha256(convert_to(gen_random_uuid()::text, $$UTF8$$))';
    const { heard, refused } = await overhear('client_auth', 'client_sign_in', '', loud, [
      [
        `insert into identity.client_session (token_hash, tenant_id, client_id, client_user_id, expires_at) values (${hash}, $1, $2, $3, now())`,
        [people.sectionless.tenant_id, people.sectionless.client_id, people.sectionless.id],
      ],
      ['delete from identity.client_session where client_user_id = $1', [people.sectionless.id]],
    ]);
    expect(refused).toEqual([]);
    expect(heard.filter(({ context }) => context.includes('function'))).toEqual([]);
    expect(heard.flatMap(({ text, context }) => factsIn(text + context))).toEqual([]);
  });
});

test('nothing waits for COMMIT, where a function’s own settings have ended', async () => {
  const { rows } = await inside().db.admin.query(
    `select tgrelid::regclass::text as table, tgname as trigger from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace in ('app'::regnamespace, 'identity'::regnamespace) and t.tgdeferrable`,
  );
  expect(rows).toEqual([]);
});
