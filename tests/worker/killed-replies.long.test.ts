/**
 * Replies in a process that dies: whatever moment it is killed at, sending everything once more leaves each reply there
 * once, whole, and with one effect on its ticket and its clock.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentFor } from '../../db/logins.ts';
import { freePort } from '../../db/port.ts';
import { aDesk, rowOf, type Desk } from '../portal/ticket-desk.ts';
import type { ClientUser, StaffMember } from '../support/builders.ts';
import type { TestDatabase } from '../support/database.ts';
import { startKillable, type Killable } from '../support/killable.ts';
import { createSampleDatabase } from '../support/sample.ts';
import { aContractMember, anUpload } from '../support/ticket-builders.ts';
import { dataOf, Visitor, type Answer } from '../support/visitor.ts';
import { until } from './process.ts';

type Person<Row> = { row: Row; visitor: Visitor };
type Kind = 'client' | 'staff' | 'note';
type Reply = {
  kind: Kind;
  ticketId: string;
  body: string;
  uploadId: string;
  /** Sends it, with the same request each time; the id of what it became, where the answer tells. */
  send: () => Promise<string | null>;
  answered: boolean;
  /** As the first answer told. */
  id: string | null;
};

let database: TestDatabase;
let directory: string;
let port: number;
let server: Killable;
let desk: Desk;
let dana: Person<ClientUser>;
let claire: Person<ClientUser>;
let marta: Person<StaffMember>;
let priya: Person<StaffMember>;

const sql = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await database.admin.query<Row>(text, values)).rows;

async function start() {
  const origin = `http://localhost:${port}`;
  server = startKillable(port, {
    ORIGIN: origin,
    REALMS: 'client,staff,worker',
    FILES_DIRECTORY: directory,
    ...environmentFor(database.urls),
  });
  await until(
    () =>
      fetch(origin, { redirect: 'manual' }).then(
        () => true,
        () => false,
      ),
    (isThere) => isThere,
  );
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'portal-killed-'));
  port = await freePort();
  const sample = await createSampleDatabase();
  database = sample.database;
  desk = await aDesk({ database });
  await start();
  const person = async <Row extends object>(realm: 'client' | 'staff', address: string) => {
    const { email, password } = sample.accounts.find((one) => one.email.startsWith(address))!;
    const visitor = new Visitor(`http://localhost:${port}`);
    expect((await visitor.signIn(realm === 'client' ? 'portal' : 'staff', email, password)).status).toBe(303);
    const table = realm === 'client' ? 'app.client_user' : 'app.staff_member';
    return { visitor, row: await rowOf<Row>(database, `select * from ${table} where email = $1`, [email]) };
  };
  dana = await person('client', 'dana.');
  claire = await person('client', 'claire.');
  marta = await person('staff', 'marta@');
  priya = await person('staff', 'priya@');
  await aContractMember(database, desk.contract, priya.row, 'contributor');
});
afterAll(async () => {
  await server.kill('SIGKILL');
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

const told = (answer: Answer) => {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body}`);
  return (dataOf(answer) as { id: string }).id;
};

/** What a page's form for replies would send; the request is the one that the page gave it. */
async function formOn({ visitor }: Person<object>, path: string, action: string) {
  const { body } = await visitor.fetch(path);
  const form = body.slice(body.indexOf(`action="?/${action}"`));
  const requestId = /name="requestId" value="([0-9a-f-]{36})"/.exec(form)?.[1];
  if (!requestId) throw new Error(`${path} has no form for a ${action}`);
  return async (fields: Record<string, string>) => {
    const { status } = await visitor.submit(`${path}?/${action}`, { requestId, ...fields });
    if (status !== 303 && status !== 200) throw new Error(`${path} answered ${status}`);
    return null;
  };
}

async function aReply(
  kind: Kind,
  by: Person<ClientUser> | Person<StaffMember>,
  ticketId: string,
  byForm: boolean,
): Promise<Reply> {
  const body = `Reply ${randomUUID()}`;
  const upload = await anUpload(database, by.row);
  const realm = kind === 'client' ? 'portal' : 'staff';
  const action = kind === 'note' ? 'note' : 'reply';
  const reply = { kind, ticketId, body, uploadId: upload.id, answered: false, id: null };
  if (byForm) {
    const submit = await formOn(by, `/${realm}/tickets/${ticketId}`, action);
    return { ...reply, send: () => submit({ body, upload: upload.id }) };
  }
  const name = action === 'note' ? 'tickets.createNote' : 'tickets.reply';
  const input = { ticketId, body, uploads: [upload.id], requestId: randomUUID() };
  return { ...reply, send: async () => told(await by.visitor.mutate(realm, name, input)) };
}

/** Of each kind, by form and by procedure, to a ticket each; and two agents and a client who all answer on one. */
async function someReplies(): Promise<Reply[]> {
  const raised = new Date(Date.now() - 2 * 3_600_000);
  const aTicket = async (status: string) =>
    (await desk.ticket({ status, priority: 'critical', created_at: raised, shared_at: raised })).id;
  const replies: Reply[] = [];
  for (const byForm of [true, false]) {
    for (const by of [dana, claire])
      replies.push(await aReply('client', by, await aTicket('waiting_on_client'), byForm));
    for (const by of [marta, priya]) {
      replies.push(await aReply('staff', by, await aTicket('new'), byForm));
      replies.push(await aReply('note', by, await aTicket('new'), byForm));
    }
    const crowded = await aTicket('waiting_on_client');
    replies.push(await aReply('client', dana, crowded, byForm));
    for (const by of [marta, priya]) replies.push(await aReply('staff', by, crowded, byForm));
  }
  return replies;
}

/** All at once. `onAnswer` is called at each answer; what the process could not answer any more stays unanswered. */
const sendAll = (replies: Reply[], onAnswer = () => {}) =>
  Promise.all(
    replies.map(async (reply) => {
      try {
        const id = await reply.send();
        if (reply.id) expect(id).toBe(reply.id);
        reply.id = id;
        reply.answered = true;
        onAnswer();
      } catch (error) {
        // What fetch says of a connection that broke.
        if (!(error instanceof TypeError)) throw error;
      }
    }),
  );

/** The bodies of those that arrived, when nothing of the dead process runs in the database any more. */
async function arrived(replies: Reply[]) {
  await until(
    () =>
      sql(`select 1 from pg_stat_activity where datname = $1 and usename like '%\\_app'`, [database.name]),
    (left) => left.length === 0,
  );
  const rows = await sql<{ body: string }>(
    'select body from app.message where body = any($1) union all select body from app.ticket_note where body = any($1)',
    [replies.map(({ body }) => body)],
  );
  return new Set(rows.map(({ body }) => body));
}

test('each reply arrives once and whole, however often the process is killed under it', async () => {
  const all: Reply[] = [];
  const seen = { lost: 0, unanswered: 0 };
  // Until both have been met: a reply that the killing lost, and one that had arrived when its answer was lost.
  for (let round = 0; round < 4 || (round < 30 && !(seen.lost && seen.unanswered)); round++) {
    const fresh = await someReplies();
    all.push(...fresh);
    const open = all.filter(({ answered }) => !answered);
    let killAt = randomInt(1, fresh.length);
    await Promise.all([
      sendAll(open, () => {
        if (--killAt === 0) setTimeout(() => void server.kill('SIGKILL'), randomInt(0, 12));
      }),
      until(() => Promise.resolve(killAt), (left) => left <= 0),
    ]); // prettier-ignore
    await server.kill('SIGKILL');
    const there = await arrived(all);
    for (const { body, answered } of open) {
      if (!there.has(body)) seen.lost += 1;
      else if (!answered) seen.unanswered += 1;
    }
    for (const { body, answered } of all) if (answered) expect(there.has(body)).toBe(true);
    await start();
  }
  expect(seen.lost).toBeGreaterThan(0);
  expect(seen.unanswered).toBeGreaterThan(0);

  await sendAll(all);
  expect(all.filter(({ answered }) => !answered)).toEqual([]);

  const parts = await sql<{ body: string; id: string; files: string[] }>(
    `select r.body, r.id, array(select a.id from app.attachment a where a.record_id = r.id) as files
       from (select id, body, ticket_id from app.message union all select id, body, ticket_id from app.ticket_note) r`,
  );
  expect(parts.map(({ body, files }) => [body, files]).sort()).toEqual(
    all.map(({ body, uploadId }) => [body, [uploadId]]).sort(),
  );
  const idOf = new Map(parts.map(({ body, id }) => [body, id]));
  for (const { body, id } of all) if (id) expect(idOf.get(body)).toBe(id);
  expect(await sql('select id from app.upload')).toEqual([]);

  const effects = await sql<{ ticket_id: string; events: string[] }>(
    `select ticket_id, array_agg(concat_ws(' ', kind, from_status, to_status) order by kind) as events
       from app.ticket_event group by ticket_id`,
  );
  const wanted = (ticketId: string) => {
    const kinds = all.filter((reply) => reply.ticketId === ticketId).map(({ kind }) => kind);
    const answers = kinds.filter((kind) => kind === 'staff').map(() => 'replied');
    if (kinds.includes('client')) return ['raised waiting_on_client', 'status waiting_on_client open', ...answers];
    return ['raised new', ...(answers.length ? ['status new open'] : []), ...answers];
  }; // prettier-ignore
  for (const { ticket_id, events } of effects) expect(events).toEqual(wanted(ticket_id));
  expect(effects).toHaveLength(new Set(all.map(({ ticketId }) => ticketId)).size);

  // Answered an hour late: one breach a ticket, ended by its first answer.
  const alone = all.filter(({ ticketId, kind }) => kind === 'staff' && wanted(ticketId)[0] === 'raised new');
  const breaches = () =>
    sql<{ ended: boolean; records: number }>(
      `select min(b.ended_at) - min(m.shared_at) between interval '-1 ms' and interval '1 ms' as ended, count(distinct b.id)::int as records
         from app.message m left join app.sla_breach b on b.ticket_id = m.ticket_id and b.clock = 'first_response'
        where m.ticket_id = any($1) group by m.ticket_id`,
      [alone.map(({ ticketId }) => ticketId)],
    );
  const each = alone.map(() => ({ ended: true, records: 1 }));
  expect(
    await until(breaches, (found) => found.every(({ ended }) => ended) && found.length === each.length),
  ).toEqual(each);
}, 180_000);
