import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientMoves } from '../../src/lib/domain/client-ticket-moves.ts';
import { aMessage, anAttachment, aTicket, aTicketNote, anUpload } from '../support/ticket-builders.ts';
import type { ClientUser, StaffMember } from '../support/builders.ts';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';
import { aDesk, rowOf, type Desk } from './ticket-desk.ts';

let company: SampleCompany;
let desk: Desk;
let dana: Visitor;
/** Opens tickets alone. */
let claire: Visitor;
let danaUser: ClientUser;
let staff: StaffMember;
let foreignTicket: { id: string };

beforeAll(async () => {
  company = await startSampleCompany();
  desk = await aDesk(company);
  dana = await company.as('Nexus Corp', 'Client Admin');
  claire = await company.as('Nexus Corp', 'Client Employee (no projects section)');
  danaUser = await rowOf(company.database, `select * from app.client_user where email like 'dana.%'`);
  staff = await rowOf(company.database, `select * from app.staff_member where email like 'marta@%'`);
  foreignTicket = await aTicket(company.database, desk.foreignContract, desk.orbis, {
    title: 'Of somebody else',
    visibility: 'client_visible',
  });
});
afterAll(() => company.stop());

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);
const ticketOf = (id: string) =>
  rowOf<Record<string, unknown>>(company.database, 'select * from app.ticket where id = $1', [id]);

type Row = {
  id: string;
  number: number;
  title: string;
  status: string;
  hit: { title: { text: string; isMatch: boolean }[]; snippet: { text: string; isMatch: boolean }[] } | null;
};
type List = {
  tickets: Row[];
  total: number;
  pages: number;
  facets: {
    statuses: { status: string; tickets: number }[];
    priorities: { priority: string; tickets: number }[];
    jobTypes: { id: string; name: string; tickets: number }[];
    projects: { id: string; name: string; tickets: number }[];
    contracts: { id: string; number: string; tickets: number }[];
  };
};
type Ticket = {
  title: string;
  status: string;
  description: string;
  resolution: string;
  isOwn: boolean;
  mayReply: boolean;
  move: string | null;
  rating: number | null;
  project: string | null;
  slaStatus: string | null;
  slaDueAt: string | null;
  raisedAt: string;
  reopenUntil: string | null;
  mergedInto: { number: number; title: string } | null;
  merged: { number: number; title: string; body: string }[];
  files: { name: string; state: string }[];
  history: { sentence: string }[];
  messages: {
    id: string;
    body: string;
    author: string;
    isOwn: boolean;
    editedAt: string | null;
    files: { name: string }[];
  }[];
  tasks: { title: string }[];
};
const list = async (input: object = {}, who = dana) =>
  dataOf(await who.query('portal', 'tickets.list', { status: 'all', ...input })) as List;
const open = async (ticketId: string, who = dana) =>
  dataOf(await who.query('portal', 'tickets.open', { ticketId })) as Ticket;
const titles = async (input: object = {}, who = dana) =>
  (await list(input, who)).tickets.map(({ title }) => title);

const raising = (values: object = {}) => ({
  jobTypeId: desk.contract.jobType.id,
  projectId: null,
  priority: 'high',
  title: 'Printer on fire',
  description: 'It *burns*',
  requestId: randomUUID(),
  ...values,
});
const raise = (who: Visitor, values: object = {}) => who.mutate('portal', 'tickets.raise', raising(values));
const raised = async (who: Visitor, values: object = {}) =>
  (dataOf(await raise(who, values)) as { id: string }).id;
const reply = (who: Visitor, ticketId: string, values: object = {}) =>
  who.mutate('portal', 'tickets.reply', { ticketId, body: 'An answer', requestId: randomUUID(), ...values });
const move = (who: Visitor, ticketId: string, status: string) =>
  who.mutate('portal', 'tickets.move', { ticketId, status });
const rate = (who: Visitor, ticketId: string, values: object = {}) =>
  who.mutate('portal', 'tickets.rate', { ticketId, rating: 4, comment: 'Fine', ...values });
const fieldsOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { data: { fields?: Record<string, string> } } }).error.data.fields;

test('T4 what a client is offered is what the database lets a client do', async () => {
  const { rows } = await sql(
    `select from_status, array_agg(to_status::text order by to_status::text) as to from app.ticket_status_transition where by_client group by 1`,
  );
  const inDatabase = Object.fromEntries(
    (rows as { from_status: string; to: string[] }[]).map(({ from_status, to }) => [from_status, to]),
  );
  const here = Object.fromEntries(Object.entries(clientMoves).map(([from, to]) => [from, [...to].sort()]));
  expect(here).toEqual(inDatabase);
});

describe('tickets.raise', () => {
  test('raises a ticket in the person’s own name, which colleagues see', async () => {
    const project = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
    const id = await raised(dana, { projectId: project, title: '  Printer on fire ' });
    const mine = await open(id);
    expect(mine).toMatchObject({
      title: 'Printer on fire',
      status: 'new',
      isOwn: true,
      project: 'Platform Rewrite Q1',
      description: '<p>It <em>burns</em></p>\n',
    });
    expect(mine.history.map(({ sentence }) => sentence)).toEqual(['Created']);
    const colleagues = await open(id, claire);
    // Whoever does not open projects does not read a project's name.
    expect(colleagues).toMatchObject({ isOwn: false, raisedBy: 'Dana Whitfield', project: null });
  });

  test('the same request again is the same ticket, and another person’s is not', async () => {
    const requestId = randomUUID();
    const ids = await Promise.all([1, 2, 3].map(() => raised(dana, { requestId })));
    expect(new Set(ids).size).toBe(1);
    expect(await raised(claire, { requestId })).not.toBe(ids[0]);
  });

  test('names nothing hidden, foreign or absent, and says so in the same words', async () => {
    const hidden = await company.idOf(`select id from app.project where name = 'Renewal pitch 2027'`);
    const foreign = await company.idOf(`select id from app.project where name = 'Patient portal refresh'`);
    const unknown = await raise(dana, { projectId: company.unknownId });
    expect([unknown.status, fieldsOf(unknown)]).toEqual([
      400,
      { projectId: 'Choose a project under this contract, or none.' },
    ]);
    const otherContract = await company.idOf(
      `select id from app.project where name = 'Accessibility review'`,
    );
    for (const projectId of [hidden, foreign, otherContract])
      expect((await raise(dana, { projectId })).body).toBe(unknown.body);
    const noKind = await raise(dana, { jobTypeId: company.unknownId });
    expect([noKind.status, Object.keys(fieldsOf(noKind) ?? {})]).toEqual([400, ['jobTypeId']]);
    expect((await raise(dana, { jobTypeId: desk.foreignContract.jobType.id })).body).toBe(noKind.body);
  });

  test('takes the person’s own files along, and all of them or none', async () => {
    const mine = await anUpload(company.database, danaUser, { name: 'smoke.png' });
    const id = await raised(dana, { uploads: [mine.id] });
    expect((await open(id)).files).toMatchObject([{ name: 'smoke.png', state: 'checking' }]);
    const count = () => sql('select 1 from app.ticket').then(({ rowCount }) => rowCount);
    const before = await count();
    const lost = await raise(dana, { uploads: [mine.id] });
    expect([lost.status, fieldsOf(lost)]).toEqual([
      400,
      { uploads: 'One of your files has expired. Attach it again.' },
    ]);
    expect((await raise(dana, { uploads: [company.unknownId] })).body).toBe(lost.body);
    expect(await count()).toBe(before);
  });

  test('L32 refuses unknown keys and bad input with a sentence at the field', async () => {
    const wrong = async (values: object) => {
      const answer = await raise(dana, values);
      return [answer.status, fieldsOf(answer)];
    };
    expect(await wrong({ title: ' ' })).toEqual([400, { title: 'Enter a title.' }]);
    expect(await wrong({ title: 'x'.repeat(201) })).toEqual([
      400,
      { title: 'Keep it under 200 characters.' },
    ]);
    expect(await wrong({ priority: 'urgent' })).toEqual([400, { priority: 'Choose a priority.' }]);
    expect(await wrong({ jobTypeId: '' })).toEqual([400, { jobTypeId: 'Choose a request type.' }]);
    expect(await wrong({ description: 'x'.repeat(20_001) })).toEqual([
      400,
      { description: 'Descriptions can be up to 20,000 characters.' },
    ]);
    for (const key of ['visibility', 'level', 'clientId', 'status'])
      expect((await raise(dana, { [key]: 'l3' })).status).toBe(400);
    expect((await raise(dana, { title: 'no letter: \u0000' })).status).toBe(400);
  });

  test('offers contracts and kinds of request of the client alone (tickets.options)', async () => {
    type Options = { contracts: { id: string; jobTypes: { id: string }[] }[]; projects: { name: string }[] };
    const options = dataOf(await dana.query('portal', 'tickets.options')) as Options;
    expect(options.contracts.map(({ id }) => id)).toEqual([desk.contract.id]);
    expect(options.projects.map(({ name }) => name)).not.toContain('Renewal pitch 2027');
    await sql('update app.job_type set active = false where id = $1', [desk.contract.jobType.id]);
    expect(dataOf(await dana.query('portal', 'tickets.options'))).toMatchObject({ contracts: [] });
    expect((await raise(dana)).status).toBe(400);
    await sql('update app.job_type set active = true where id = $1', [desk.contract.jobType.id]);
  });
});

describe('tickets.open', () => {
  test('L54 L56 shows what is shared of the thread, and no word of what is not', async () => {
    const ticket = await desk.ticket({ title: 'A thread', description: 'Asked' });
    await aMessage(company.database, ticket, { body: 'Said openly', visibility: 'client_visible' });
    await aMessage(company.database, ticket, { body: 'canary message', visibility: 'internal_only' });
    const note = await aTicketNote(company.database, ticket, staff, { body: 'canary note' });
    await anAttachment(company.database, ticket, {
      record_id: ticket.id,
      name: 'plan.pdf',
      visibility: 'client_visible',
    });
    await anAttachment(company.database, ticket, {
      record_id: note.id,
      name: 'canary.pdf',
      visibility: 'client_visible',
    });
    await anAttachment(company.database, ticket, {
      record_id: ticket.id,
      name: 'canary.txt',
      visibility: 'internal_only',
    });
    const mine = (dataOf(await reply(dana, ticket.id, { body: '**Mine**' })) as { id: string }).id;
    const { body } = await dana.query('portal', 'tickets.open', { ticketId: ticket.id });
    expect(body).not.toContain('canary');
    expect(body).not.toMatch(/l1|assignee|level|breach|escalat/i);
    const one = await open(ticket.id);
    expect(one.messages).toMatchObject([
      { body: '<p>Said openly</p>\n', author: 'Acme Team', isOwn: false },
      { id: mine, body: '<p><strong>Mine</strong></p>\n', isOwn: true },
    ]);
    expect((await open(ticket.id, claire)).messages.at(-1)).toMatchObject({ isOwn: false });
    expect(one.files.map(({ name }) => name)).toEqual(['plan.pdf']);
  });

  test('shows linked tasks and the project while both are shared, and where it was merged', async () => {
    const task = await rowOf<{ id: string }>(
      company.database,
      `select id from app.task where title = 'API performance work'`,
    );
    const hidden = await rowOf<{ id: string }>(
      company.database,
      `select id from app.task where title = 'OAuth provider fix'`,
    );
    const ticket = await desk.ticket({ title: 'Slow API', description: 'It is **slow**' });
    for (const { id } of [task, hidden])
      await sql('insert into app.ticket_task (tenant_id, ticket_id, task_id) values ($1, $2, $3)', [
        ticket.tenant_id,
        ticket.id,
        id,
      ]);
    expect((await open(ticket.id)).tasks.map(({ title }) => title)).toEqual(['API performance work']);
    expect((await open(ticket.id, claire)).tasks).toEqual([]);

    const into = await desk.ticket({ title: 'The one that stays' });
    await sql('update app.ticket set merged_into_id = $2 where id = $1', [ticket.id, into.id]);
    expect(await open(ticket.id)).toMatchObject({
      mergedInto: { number: into.number, title: 'The one that stays' },
      mayReply: false,
      move: null,
    });
    // A reply is told where it goes on, and what had been asked here stands there.
    expect((await reply(dana, ticket.id)).body).toMatch(/merged into TKT-\d+ The one that stays/);
    const [asked] = (await open(into.id)).merged;
    expect(asked).toMatchObject({ number: ticket.number, title: 'Slow API' });
    expect(asked?.body).toContain('<strong>slow</strong>');
    expect((await dana.fetch(`/portal/tickets/${into.id}`)).body).toContain('<strong>slow</strong>');
    await sql(`update app.record set visibility = 'internal_only' where id = $1`, [ticket.id]);
    expect((await open(into.id)).merged).toEqual([]);
    await sql(`update app.record set visibility = 'client_visible' where id = $1`, [ticket.id]);
    // Hidden or not, what it went into: nothing is offered here that is then refused.
    await sql(`update app.ticket set status = 'closed' where id = $1`, [ticket.id]);
    const offered = { mayReply: false, takesRating: false, move: null };
    expect(await open(ticket.id)).toMatchObject(offered);
    await sql(`update app.record set visibility = 'internal_only' where id = $1`, [into.id]);
    expect(await open(ticket.id)).toMatchObject({ ...offered, mergedInto: null });
    expect((await dana.fetch(`/portal/tickets/${ticket.id}`)).body).not.toContain('Your rating');
  });

  test('tells of the SLA clock what the worker wrote for the client', async () => {
    const ticket = await desk.ticket();
    expect(await open(ticket.id)).toMatchObject({ slaStatus: null, slaDueAt: null });
    await sql(`update app.ticket set sla_status = 'at_risk', sla_due_at = '2026-12-01' where id = $1`, [
      ticket.id,
    ]);
    expect(await open(ticket.id)).toMatchObject({
      slaStatus: 'at_risk',
      slaDueAt: expect.stringContaining('2026-12-01') as string,
    });
  });

  test('V10 L61 of tickets that were resolved before they were shared, none tells when: all are to be reopened for as long', async () => {
    const before = { visibility: 'internal_only', created_at: '2026-01-05' };
    const [older, newer] = [await desk.ticket(before), await desk.ticket(before)];
    const ids = [older.id, newer.id];
    await sql(`update app.ticket set status = 'resolved', resolution = 'Put out' where id = any ($1)`, [ids]);
    const ended = `status = 'closed', resolved_at = '2026-01-06', closed_at = '2026-01-20', reopen_until = '2026-01-20'`;
    await sql(`update app.ticket set ${ended} where id = $1`, [older.id]);
    await sql(`update app.ticket set status = 'closed' where id = $1`, [newer.id]);
    await sql(`update app.record set visibility = 'client_visible' where id = any ($1)`, [ids]);
    const told = await Promise.all(
      ids.map(async (id) => {
        const { reopenUntil, raisedAt, history, move: offered, mayReply } = await open(id);
        const window_ms = Date.parse(reopenUntil!) - Date.parse(raisedAt);
        return { window_ms, history, offered, mayReply };
      }),
    );
    expect(told[0]).toEqual(told[1]);
    expect(told[0]).toMatchObject({ history: [], offered: 'open', mayReply: true });
    expect(Object.keys(await open(older.id)).filter((key) => /resolvedAt|closedAt/.test(key))).toEqual([]);
    expect((await move(dana, older.id, 'open')).status).toBe(200);
  });

  test('tells of its past in sentences; a change of level is none', async () => {
    const ticket = await desk.ticket();
    for (const set of [
      `status = 'open'`,
      `level = 'l3'`,
      `priority = 'critical'`,
      `status = 'waiting_on_client'`,
    ])
      await sql(`update app.ticket set ${set} where id = $1`, [ticket.id]);
    await reply(dana, ticket.id);
    expect((await open(ticket.id)).history.map(({ sentence }) => sentence)).toEqual([
      'Created by the delivery team',
      'Work started',
      'Priority raised from Medium to Critical',
      'Waiting for your reply',
      'You or a colleague replied',
    ]);
  });
});

describe('tickets.reply', () => {
  test('the same request again is the same message', async () => {
    const ticket = await desk.ticket();
    const requestId = randomUUID();
    const answers = await Promise.all([1, 2].map(() => reply(dana, ticket.id, { requestId })));
    expect(answers[0]!.body).toBe(answers[1]!.body);
    expect((await open(ticket.id)).messages).toHaveLength(1);
  });

  test('L32 refuses what is empty, too long or more than it asks for', async () => {
    const ticket = await desk.ticket();
    const wrong = async (body: unknown) => fieldsOf(await reply(dana, ticket.id, { body }));
    expect(await wrong(' \n')).toEqual({ body: 'Write your reply.' });
    expect(await wrong(null)).toEqual({ body: 'Write your reply.' });
    expect(await wrong('x'.repeat(20_001))).toEqual({ body: 'Replies can be up to 20,000 characters.' });
    expect((await reply(dana, ticket.id, { visibility: 'internal_only' })).status).toBe(400);
    expect((await open(ticket.id)).messages).toEqual([]);
  });

  test('is asked for on the home page, of the tickets that wait longest and are theirs', async () => {
    const waits = async (title: string, values = {}) => {
      const { id } = await desk.ticket({ title, ...values });
      await sql(`update app.ticket set status = 'waiting_on_client' where id = $1`, [id]);
      return id;
    };
    await sql(`update app.ticket set status = 'open' where status = 'waiting_on_client'`);
    const ids = [await waits('Asked, but Internal Only', { visibility: 'internal_only' })];
    for (let nth = 1; nth <= 6; nth += 1) ids.push(await waits(`Asked as number ${nth}`));
    const { waiting, longestWaiting } = dataOf(await dana.query('portal', 'tickets.summary')) as {
      waiting: number;
      longestWaiting: { title: string }[];
    };
    expect(waiting).toBe(6);
    expect(longestWaiting.map(({ title }) => title)).toEqual(
      [1, 2, 3, 4, 5].map((nth) => `Asked as number ${nth}`),
    );
    const home = await dana.fetch('/portal');
    expect(home.body).toMatch(/Waiting for you.*Asked as number 1/s);
    expect(home.body).not.toContain('Asked, but Internal Only');
    await sql('delete from app.ticket where id = any ($1)', [ids]);
  });

  test('takes files along, opens what waited, and stops after the window', async () => {
    const ticket = await desk.ticket();
    await sql(`update app.ticket set status = 'waiting_on_client' where id = $1`, [ticket.id]);
    const file = await anUpload(company.database, danaUser, { name: 'log.txt' });
    expect((await reply(dana, ticket.id, { uploads: [file.id] })).status).toBe(200);
    const one = await open(ticket.id);
    expect(one.status).toBe('open');
    expect(one.messages[0]!.files).toMatchObject([{ name: 'log.txt' }]);

    await sql(`update app.ticket set status = 'closed' where id = $1`, [ticket.id]);
    expect(await open(ticket.id)).toMatchObject({ mayReply: true, move: 'open' });
    await sql(`update app.ticket set reopen_until = now() - interval '1 second' where id = $1`, [ticket.id]);
    expect(await open(ticket.id)).toMatchObject({ mayReply: false, move: null });
    const late = await reply(dana, ticket.id);
    expect(late.status).toBe(409);
    expect(late.body).toContain('This ticket is closed to replies.');
    expect((await move(dana, ticket.id, 'open')).status).toBe(409);
  });
});

describe('tickets.move and tickets.rate', () => {
  test('a client resolves, rates, and reopens within the window', async () => {
    const ticket = await desk.ticket();
    expect((await rate(dana, ticket.id)).status).toBe(409);
    expect(await open(ticket.id)).toMatchObject({ move: 'resolved' });
    expect((await move(dana, ticket.id, 'resolved')).status).toBe(200);
    expect((await move(dana, ticket.id, 'resolved')).status).toBe(409);
    expect(await open(ticket.id)).toMatchObject({ takesRating: true });
    expect((await rate(dana, ticket.id, { rating: 5 })).status).toBe(200);
    expect(await open(ticket.id)).toMatchObject({
      status: 'resolved',
      rating: 5,
      ratingComment: 'Fine',
      move: 'open',
    });
    expect((await move(claire, ticket.id, 'open')).status).toBe(200);
    const one = await open(ticket.id);
    expect(one).toMatchObject({ status: 'open', move: 'resolved' });
    expect(one.history.slice(-2).map(({ sentence }) => sentence)).toEqual([
      'Resolved by you or a colleague',
      'Reopened by you or a colleague',
    ]);
  });

  test('makes no other move, and takes no other rating', async () => {
    const ticket = await desk.ticket();
    for (const status of ['closed', 'on_hold', 'new', 'waiting_on_client'])
      expect((await move(dana, ticket.id, status)).status).toBe(400);
    await move(dana, ticket.id, 'resolved');
    for (const rating of [0, 6, 2.5, 'x', null, '', '0x3', '3e0', true, [3]])
      expect(fieldsOf(await rate(dana, ticket.id, { rating }))).toEqual({
        rating: 'Choose a rating from 1 to 5.',
      });
  });
});

describe('who may do any of it', () => {
  const inputs = (ticketId: string): [string, Record<string, unknown>, 'query' | 'mutate'][] => [
    ['tickets.open', { ticketId }, 'query'],
    ['tickets.reply', { ticketId, body: 'x', requestId: randomUUID() }, 'mutate'],
    ['tickets.move', { ticketId, status: 'resolved' }, 'mutate'],
    ['tickets.rate', { ticketId, rating: 3 }, 'mutate'],
  ];
  const ask = (who: Visitor, [name, input, way]: ReturnType<typeof inputs>[number]) =>
    who[way]('portal', name, input);

  test('L36 a ticket that is internal, another client’s or not there answers the same', async () => {
    const internal = await desk.ticket({ visibility: 'internal_only' });
    for (const [index, unknown] of inputs(company.unknownId).entries()) {
      const absent = await ask(dana, unknown);
      expect(absent.status).toBe(404);
      for (const { id } of [internal, foreignTicket])
        expect((await ask(dana, inputs(id)[index]!)).body).toBe(absent.body);
    }
    for (const { id } of [internal, foreignTicket])
      expect((await dana.fetch(`/portal/tickets/${id}`)).status).toBe(404);
    expect(await ticketOf(internal.id)).toMatchObject({ status: 'new', rating: null });
  });

  test('L41 L48 another client’s person and an employee without the section meet nothing', async () => {
    const ticket = await desk.ticket({ title: 'Hands off' });
    const helen = await company.as('Orbis Health', 'Client Admin');
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    for (const who of [helen, ravi]) {
      for (const call of inputs(ticket.id)) expect((await ask(who, call)).status).toBe(404);
      expect(await titles({ search: 'hands' }, who)).not.toContain('Hands off');
    }
    expect((await list({}, ravi)).total).toBe(0);
    expect(dataOf(await ravi.query('portal', 'tickets.summary'))).toEqual({
      unresolved: 0,
      waiting: 0,
      longestWaiting: [],
    });
    expect((await raise(ravi)).status).toBe(400);
    expect((await ravi.query('portal', 'tickets.export', {})).status).toBe(404);
    expect((await ravi.fetch('/portal/tickets/export')).status).toBe(404);
    const page = await ravi.fetch('/portal/tickets');
    expect(page.body).toContain("You don't have access to Tickets");
    expect(page.body).not.toContain('href="/portal/tickets"');
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'new' });
  });

  test('L48 nobody signed in, nobody deactivated, and no cookie of the staff', async () => {
    const ticket = await desk.ticket();
    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    const staffCookie = [...marta.cookies.values()][0]!;
    marta.cookies.set([...dana.cookies.keys()][0]!, staffCookie);
    const left = await company.as('Nexus Corp', 'Client Employee (no projects section)');
    const active = (is: boolean) =>
      sql(
        `update app.client_user set active = $1 where tenant_id = $2 and client_id = $3 and role = 'employee' and 'tickets' = any(sections)`,
        [is, desk.nexus.tenant_id, desk.nexus.id],
      );
    await active(false);
    const calls: ReturnType<typeof inputs> = [
      ...inputs(ticket.id),
      ['tickets.list', {}, 'query'],
      ['tickets.export', {}, 'query'],
      ['tickets.summary', {}, 'query'],
      ['tickets.options', {}, 'query'],
      ['tickets.raise', raising(), 'mutate'],
    ];
    for (const who of [company.visitor(), marta, left])
      for (const call of calls) expect([call[0], (await ask(who, call)).status]).toEqual([call[0], 401]);
    await active(true);
    claire = await company.as('Nexus Corp', 'Client Employee (no projects section)');
    expect(await ticketOf(ticket.id)).toMatchObject({ status: 'new' });
  });

  test('V8 whoever looks through a client’s eyes reads and changes nothing', async () => {
    const ticket = await desk.ticket();
    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    const begun = await marta.submit(`/staff/clients/${desk.nexus.id}?/viewAs`, {
      clientUserId: danaUser.id,
    });
    expect(begun.status).toBe(303);
    expect((await marta.query('portal', 'tickets.open', { ticketId: ticket.id })).status).toBe(200);
    for (const answer of [
      await reply(marta, ticket.id),
      await raise(marta),
      await move(marta, ticket.id, 'resolved'),
      await rate(marta, ticket.id),
    ])
      expect(answer.status).toBe(403);
  });
});

describe('live.tickets', () => {
  const listen = async (who: Visitor) => {
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const stop = new AbortController();
    const input = encodeURIComponent(JSON.stringify({ cursor: null }));
    const response = await fetch(`${company.server.origin}/portal/api/trpc/live.tickets?input=${input}`, {
      headers: { cookie, accept: 'text/event-stream' },
      signal: stop.signal,
    });
    const frames: string[] = [];
    void (async () => {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream()))
        frames.push(
          ...chunk.split('\n\n').filter((frame) => frame.trim() && !/event: (connected|ping)/.test(frame)),
        );
    })().catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 400));
    return { frames, stop: () => stop.abort() };
  };
  const heard = async (frames: string[], within: number) => {
    const deadline = Date.now() + within;
    while (frames.length === 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return frames.length > 0;
  };

  test('L78 a visible change is a word without content; internal ones, and what others may not see, are silence', async () => {
    const ticket = await desk.ticket({ title: 'Live one' });
    const internal = await desk.ticket({ visibility: 'internal_only' });
    const mine = await listen(dana);
    const others = [
      await listen(await company.as('Orbis Health', 'Client Admin')),
      await listen(await company.as('Nexus Corp', 'Client Employee')),
    ];
    mine.frames.length = 0;
    await sql(`update app.ticket set level = 'l2', assignee_staff_id = $2, breach_at = now() where id = $1`, [
      ticket.id,
      staff.id,
    ]);
    await aTicketNote(company.database, ticket, staff);
    await aMessage(company.database, ticket, { visibility: 'internal_only' });
    await sql(`insert into app.escalation (tenant_id, ticket_id, to_staff_id) values ($1, $2, $3)`, [
      ticket.tenant_id,
      ticket.id,
      staff.id,
    ]);
    await sql(`update app.ticket set title = 'Renamed inside', status = 'open' where id = $1`, [internal.id]);
    expect(await heard(mine.frames, 500)).toBe(false);
    await aMessage(company.database, ticket, { body: 'Said', visibility: 'client_visible' });
    expect(await heard(mine.frames, 10_000)).toBe(true);
    expect(mine.frames.join()).toMatch(/^(data: "changed",?)+$/);
    expect(others.flatMap(({ frames }) => frames)).toEqual([]);
    for (const stream of [mine, ...others]) stream.stop();
  });
});

test('V13 an opened ticket leaves a receipt; an internal one does not (receipts.record)', async () => {
  const ticket = await desk.ticket();
  const internal = await desk.ticket({ visibility: 'internal_only' });
  for (const { id } of [ticket, internal, foreignTicket])
    expect((await dana.mutate('portal', 'receipts.record', { kind: 'ticket', recordId: id })).status).toBe(
      200,
    );
  const { rows } = await sql(`select record_id from app.read_receipt where record_kind = 'ticket'`);
  expect(rows).toEqual([{ record_id: ticket.id }]);
});
