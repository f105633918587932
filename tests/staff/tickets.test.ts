/** The team's work on tickets: queue, thread, moves, merge, split, links, macros, visibility. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { movesFrom } from '../../src/lib/domain/ticket-moves.ts';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';

type Ticket = {
  id: string;
  number: number;
  version: number;
  status: string;
  level: string;
  priority: string;
  assigneeId: string | null;
  mergedIntoId: string | null;
  moves: string[];
  levels: string[];
  messages: {
    id: string;
    body: string;
    visibility: string;
    shared: boolean;
    version: number;
    revisions: { body: string }[];
    isFromClient: boolean;
  }[];
  notes: { id: string; body: string; version: number; revisions: { body: string }[] }[];
  merged: { id: string; title: string; shared: boolean; html: string }[];
  files: { name: string }[];
  tasks: { id: string; title: string; isInternal: boolean }[];
  escalations: { reason: string; to: string }[];
};
type Queue = {
  tickets: {
    id: string;
    breachAt: string | null;
    createdAt: string;
    status: string;
    isEscalated: boolean;
  }[];
  total: number;
  page: number;
  pages: number;
  previous: string | null;
  next: string | null;
  facets: Record<
    'statuses' | 'priorities' | 'levels' | 'clients' | 'contracts' | 'jobTypes' | 'assignees',
    { key?: string; id?: string | null; tickets: number }[]
  > & { escalatedToMe: number };
  staff: { id: string }[];
  workload: { name: string; open: number; atRisk: number }[];
  views: { id: string; name: string }[];
};

let company: SampleCompany;
let people: Record<'marta' | 'priya' | 'jonas' | 'luis' | 'sofie' | 'dana', Visitor>;
let contractId: string;
let clientId: string;
let jobTypeId: string;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  people = {
    marta: await company.asPerson('marta@'),
    priya: await company.asPerson('priya@'),
    jonas: await company.asPerson('jonas@'),
    luis: await company.asPerson('luis@'),
    sofie: await company.asPerson('sofie@'),
    dana: await company.asPerson('dana.'),
  };
  const { idOf } = company;
  projectId = await idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  clientId = await idOf('select client_id as id from app.project where id = $1', [projectId]);
  contractId = await idOf(`select id from app.contract where number = 'CON-2024-018'`);
  jobTypeId = await idOf(`select id from app.job_type where contract_id = $1 and name = 'Incident'`, [
    contractId,
  ]);
});
afterAll(() => company.stop());

/** The answer, which is none of an error. */
const answered = (answer: Answer) => {
  expect(answer.body).not.toContain('"error"');
  return answer;
};
/** What a page says, without what it is drawn with. */
const textOf = (html: string) =>
  html
    .replaceAll(/<!--.*?-->/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const idIn = (answer: Answer) => (dataOf(answered(answer)) as { id: string }).id;
const errorOf = ({ body }: Answer) =>
  (JSON.parse(body) as { error: { message: string; data: { fields?: Record<string, string> } } }).error;
const aTicket = async (values: object = {}, by: Visitor = people.jonas) =>
  idIn(
    await by.mutate('staff', 'tickets.raise', {
      ...{ clientId, contractId, jobTypeId, title: 'Ticket', visibility: 'client_visible' },
      requestId: randomUUID(),
      ...values,
    }),
  );
const open = async (ticketId: string, by: Visitor = people.marta) =>
  dataOf(await by.query('staff', 'tickets.open', { ticketId })) as Ticket;
const reply = (ticketId: string, values: object = {}, by: Visitor = people.jonas) =>
  by.mutate('staff', 'tickets.reply', { ticketId, body: 'A reply', requestId: randomUUID(), ...values });
const note = (ticketId: string, body: string, by: Visitor = people.jonas) =>
  by.mutate('staff', 'tickets.createNote', { ticketId, body, requestId: randomUUID() });
const queue = async (input: object = {}, by: Visitor = people.marta) =>
  dataOf(answered(await by.query('staff', 'tickets.queue', input))) as Queue;

test('the moves that screens offer are those of the database', async () => {
  const { rows } = await company.database.admin.query<{ from: string; to: string }>(
    'select from_status as "from", to_status as "to" from app.ticket_status_transition',
  );
  const statuses = ['new', 'open', 'waiting_on_client', 'on_hold', 'resolved', 'closed'] as const;
  const offered = statuses.flatMap((from) => movesFrom(from).map((to) => `${from} ${to}`));
  expect(offered.sort()).toEqual(rows.map(({ from, to }) => `${from} ${to}`).sort());
});

describe('the queue', () => {
  test('behind its last ticket says so, and leads back to the first page', async () => {
    const page = (query: string) => people.marta.fetch(`/staff/tickets?${query}`);
    const last = `after~${randomUUID()}~2099-01-01T00:00:00Z~infinity`;
    const past = await page(`visibility=client_visible&edge=${last}`);
    expect(past.body).toContain("There's nothing on this page");
    expect(past.body).toContain('<a href="/staff/tickets?visibility=client_visible"');
    expect(past.body).not.toContain('No matching tickets');
    const none = await page(`search=nothing-of-the-kind&edge=${last}`);
    expect(none.body).toContain('No matching tickets');
    expect(none.body).not.toContain("There's nothing on this page");
  });

  test('holds what is not done, what breaches next first, and goes on where a page ended', async () => {
    for (let nth = 0; nth < 55; nth++)
      await company.database.admin.query(
        `insert into app.ticket (tenant_id, client_id, contract_id, job_type_id, title, raised_by_name)
         select tenant_id, $1, id, $2, 'Filler ' || $3::text, 'Somebody' from app.contract where id = $4`,
        [clientId, jobTypeId, nth, contractId],
      );
    await company.database.admin.query(
      `update app.ticket set breach_at = now() + number * interval '1 minute' where title like 'Filler 1%'`,
    );
    const seen: Queue['tickets'] = [];
    let edge: Queue['next'] = null;
    let total = 0;
    let pages = 0;
    do {
      const page: Queue = await queue(edge ? { edge } : {});
      expect(page.tickets.length).toBeLessThanOrEqual(50);
      seen.push(...page.tickets);
      total = page.total;
      expect(page.page).toBe((pages += 1));
      // The page before ends where this one begins.
      if (page.previous) {
        const before = await queue({ edge: page.previous });
        expect(before.tickets.at(-1)?.id).toBe(seen.at(-1 - page.tickets.length)?.id);
        expect(before.page).toBe(pages - 1);
      }
      edge = page.next;
    } while (edge);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    expect(seen.length).toBe(total);
    expect(seen.every(({ status }) => !['resolved', 'closed'].includes(status))).toBe(true);
    // PostgreSQL leaves trailing zeros of a second's fraction out.
    const whole = (moment: string) =>
      moment.replace(/(\.\d+)?\+00:00$/, (_, fraction = '.') => String(fraction).padEnd(7, '0'));
    const order = ({ breachAt, createdAt, id }: Queue['tickets'][number]) =>
      `${breachAt ? whole(breachAt) : '~'} ${whole(createdAt)} ${id}`;
    const keys = seen.map(order);
    expect(keys).toEqual([...keys].sort());
    await company.database.admin.query(`update app.ticket set status = 'closed' where title like 'Filler %'`);
  });

  test('is filtered by everything it is counted by, and searched by words, notes and number', async () => {
    const ticketId = await aTicket({ title: 'Zebra crossing is down', priority: 'critical' });
    await note(ticketId, 'Only the wombat knows');
    const { number } = await open(ticketId);
    const only = async (input: object) => (await queue(input)).tickets.map(({ id }) => id);
    expect(await only({ search: 'zebras' })).toEqual([ticketId]);
    expect(await only({ search: 'wombat' })).toEqual([ticketId]);
    expect(await only({ search: `TKT-${String(number).padStart(4, '0')}`, clientId })).toContain(ticketId);
    const filtered = await queue({
      priority: ['critical'],
      assigneeId: 'none',
      clientId,
      contractId,
      jobTypeId,
    });
    expect(filtered.tickets.map(({ id }) => id)).toContain(ticketId);
    expect(filtered.facets.assignees.find(({ id }) => id === null)?.tickets).toBe(filtered.total);
    expect((await queue({ search: 'zebras', level: ['l3'] })).tickets).toEqual([]);
    expect((await queue({ search: 'zebras', status: ['closed'] })).facets.statuses).toEqual([
      { key: 'new', tickets: 1, isMore: false },
    ]);
    expect(await only({ search: String(number), clientId, status: ['resolved'] })).toEqual([]);
  });

  test('every choice is counted over what the others leave, what is done included where it is asked for', async () => {
    const columns = { status: 'statuses', priority: 'priorities', level: 'levels', client_id: 'clients', contract_id: 'contracts', job_type_id: 'jobTypes', assignee_staff_id: 'assignees' } as const; // prettier-ignore
    const isOpen = `status in ('new', 'open', 'waiting_on_client', 'on_hold')`;
    const jonas = await company.idOf(`select id from app.staff_member where email like 'jonas@%'`);
    const cases: [object, Partial<Record<keyof typeof columns | 'visibility', string>>][] = [
      [{}, { status: isOpen }],
      [{ status: ['open', 'closed'], priority: ['high', 'medium'] }, { status: `status in ('open', 'closed')`, priority: `priority in ('high', 'medium')` }],
      [{ clientId, assigneeId: jonas, level: ['l1'] }, { status: isOpen, client_id: `client_id = '${clientId}'`, assignee_staff_id: `assignee_staff_id = '${jonas}'`, level: `level = 'l1'` }],
      [{ status: ['resolved', 'closed'], contractId }, { status: `status in ('resolved', 'closed')`, contract_id: `contract_id = '${contractId}'` }],
      [{ assigneeId: 'none', jobTypeId, visibility: 'internal_only' }, { status: isOpen, assignee_staff_id: 'assignee_staff_id is null', job_type_id: `job_type_id = '${jobTypeId}'`, visibility: `visibility = 'internal_only'` }],
    ]; // prettier-ignore
    for (const [input, conditions] of cases) {
      const { facets, total } = await queue(input);
      const where = (except?: string) =>
        ['true', ...Object.entries(conditions).flatMap(([name, text]) => (name === except ? [] : text))].join(
          ' and ',
        );
      const tenant = `tenant_id = (select tenant_id from app.contract where id = '${contractId}')`;
      for (const [column, facet] of Object.entries(columns)) {
        const { rows } = await company.database.admin.query<{ key: string | null; tickets: number }>(
          `select ${column}::text as key, count(*)::int as tickets from app.ticket where ${tenant} and ${where(column)} group by 1`,
        );
        const told = facets[facet].map(({ key, id, tickets }) => ({ key: key ?? id ?? null, tickets }));
        const byKey = (one: { key: string | null }, other: { key: string | null }) =>
          String(one.key).localeCompare(String(other.key));
        expect(told.sort(byKey), `${facet} of ${JSON.stringify(input)}`).toEqual(rows.sort(byKey));
      }
      const { rows } = await company.database.admin.query(
        `select from app.ticket where ${tenant} and ${where()}`,
      );
      expect(total).toBe(rows.length);
    }
  });

  test('closed tickets come latest first, page by page', async () => {
    const seen: Queue['tickets'] = [];
    let edge: Queue['next'] = null;
    do {
      const page: Queue = await queue({ status: ['resolved', 'closed'], ...(edge && { edge }) });
      seen.push(...page.tickets);
      edge = page.next;
    } while (edge);
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    const { rows } = await company.database.admin.query<{ id: string }>(
      `select id from app.ticket where status in ('resolved', 'closed')
          and tenant_id = (select tenant_id from app.contract where id = $1) order by created_at desc, id`,
      [contractId],
    );
    expect(seen.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  test('closed tickets outside the filter are counted up to a limit, with a mark that there are more', async () => {
    await company.database.admin.query(
      `insert into app.ticket (tenant_id, client_id, contract_id, job_type_id, title, raised_by_name)
       select tenant_id, $1, id, $2, 'Done ' || nth, 'Somebody' from app.contract, generate_series(1, 1001) nth where id = $3`,
      [clientId, jobTypeId, contractId],
    );
    await company.database.admin.query(`update app.ticket set status = 'closed' where title like 'Done %'`);
    const closed = async (input: object) =>
      (await queue(input)).facets.statuses.find(({ key }) => key === 'closed');
    expect(await closed({ clientId })).toEqual({ key: 'closed', tickets: 1000, isMore: true });
    expect(await closed({ clientId, status: ['closed'] })).toMatchObject({ isMore: false });
    expect((await closed({ clientId, status: ['closed'] }))?.tickets).toBeGreaterThan(1000);
    await company.database.admin.query(`delete from app.ticket where title like 'Done %'`);
  });

  test('shows each agent’s load, and nothing of contracts out of reach', async () => {
    const jonas = await company.idOf(`select id from app.staff_member where email like 'jonas@%'`);
    const before = (await queue()).workload.find(({ name }) => name.startsWith('Jonas'))?.open ?? 0;
    await aTicket({ assigneeId: jonas });
    expect((await queue()).workload.find(({ name }) => name.startsWith('Jonas'))?.open).toBe(before + 1);
    expect(await queue({}, people.sofie)).toMatchObject({ tickets: [], total: 0, workload: [] });
  });

  test('is kept as a view under a name, one’s own alone', async () => {
    const view = { name: 'Mine and hot', query: 'assignee=me&priority=critical' };
    const viewId = idIn(await people.jonas.mutate('staff', 'tickets.saveView', view));
    const again = await people.jonas.mutate('staff', 'tickets.saveView', view);
    expect(again.status).toBe(409);
    expect(errorOf(again).data.fields).toEqual({
      name: 'You already have a view called Mine and hot. Choose another name.',
    });
    expect((await queue({}, people.priya)).views).toEqual([]);
    expect((await people.priya.mutate('staff', 'tickets.removeView', { viewId })).status).toBe(404);
    expect((await people.jonas.mutate('staff', 'tickets.removeView', { viewId })).status).toBe(200);
  });
});

describe('several at once', () => {
  test('L65 all or none: an id that cannot be seen fails the whole change as not found', async () => {
    const own = await aTicket();
    const foreign = await company.idOf(
      `select t.id from app.ticket t join app.tenant n using (tenant_id) where n.name = 'Cobalt Ridge IT Services' limit 1`,
    );
    const change = (ids: string[]) =>
      people.marta.mutate('staff', 'tickets.updateMany', {
        ids,
        priority: 'low',
        status: 'resolved',
        resolution: 'Done',
      });
    const answer = await change([own, foreign]);
    expect(answer.status).toBe(404);
    expect(answer.body).toBe((await change([own, company.unknownId])).body);
    expect(answer.body).toContain(
      "1 of these 2 no longer exists, or you don't have access to it. Nothing was changed.",
    );
    // A page says how it was called there, and names no other.
    const named = await people.marta.fetch('/staff/tickets?/updateMany', {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams([
        ['form', '?/updateMany'],
        ['id', own],
        ['id', foreign],
        ['priority', 'low'],
        ['called', `${own} TKT-1111`],
        ['called', `${foreign} TKT-9999 <b>`],
      ]),
    });
    expect(named.body).toContain(
      "TKT-9999 &lt;b> no longer exists, or you don't have access to it. Nothing was changed.",
    );
    expect(named.body).not.toContain('TKT-1111');
    expect(await open(own)).toMatchObject({ priority: 'medium', status: 'new' });
    expect((await change([own])).status).toBe(200);
    expect(await open(own)).toMatchObject({ priority: 'low', status: 'resolved', resolution: 'Done' });
  });

  test('are resolved with a word of how, which holds nothing of their notes', async () => {
    const [one, other] = [await aTicket(), await aTicket()];
    await note(other, 'The supplier refunds the whole batch of scanners');
    const resolve = (resolution: string) =>
      people.jonas.mutate('staff', 'tickets.updateMany', {
        ids: [one, other],
        status: 'resolved',
        resolution,
      });
    expect(errorOf(await resolve(' ')).data.fields?.resolution).toMatch(/Add a resolution note/);
    const leaking = await resolve('The supplier refunds the whole batch of scanners');
    expect(errorOf(leaking).data.fields?.resolution).toMatch(
      /text from an internal note or an Internal Only message of TKT-\d+.*because of TKT-\d+/,
    );
    expect([(await open(one)).status, (await open(other)).status]).toEqual(['new', 'new']);
    expect((await resolve('Replaced the cable')).status).toBe(200);
    for (const id of [one, other])
      expect(await open(id)).toMatchObject({ status: 'resolved', resolution: 'Replaced the cable' });
  });

  test('a move that one of them may not make moves none, and says which', async () => {
    const [fresh, done] = [await aTicket(), await aTicket()];
    await people.jonas.mutate('staff', 'tickets.move', { ticketId: done, status: 'closed' });
    const answer = await people.jonas.mutate('staff', 'tickets.updateMany', {
      ...{ ids: [fresh, done], status: 'on_hold' },
    });
    expect(answer.status).toBe(409);
    expect(errorOf(answer).message).toMatch(
      /can't change a ticket from Closed to On hold.*because of TKT-\d{4}/,
    );
    expect((await open(fresh)).status).toBe('new');
  });

  test('a level that the contract does not include is refused in words, and nothing to change as well', async () => {
    const ids = [await aTicket()];
    const answer = await people.jonas.mutate('staff', 'tickets.updateMany', {
      ids,
      level: 'solution_architect',
    });
    expect(errorOf(answer).data.fields?.level).toMatch(/doesn't include Solution Architect/);
    expect((await people.jonas.mutate('staff', 'tickets.updateMany', { ids })).status).toBe(400);
    const assigned = await people.jonas.mutate('staff', 'tickets.updateMany', { ids, assigneeId: 'none' });
    expect(assigned.status).toBe(200);
  });
});

describe('several shared at once', () => {
  const set = (ids: string[], visibility: string, by: Visitor = people.marta, reason = '') =>
    by.mutate('staff', 'visibility.set', { kind: 'ticket', ids, visibility, reason });
  const preview = (ids: string[], by: Visitor = people.marta) =>
    by.query('staff', 'visibility.preview', { kind: 'ticket', ids, visibility: 'client_visible' });
  const hidden = (title: string) => aTicket({ title, visibility: 'internal_only' });
  const shared = async (ids: string[]) =>
    Promise.all(ids.map(async (id) => ((await open(id)) as unknown as { shared: boolean }).shared));
  const logOf = async () =>
    dataOf(await people.marta.query('staff', 'visibility.log', { kind: 'ticket' })) as {
      entries: { actor: string; to: string; reason: string | null }[];
      total: number;
    };
  const mayShare = async (by: Visitor) => dataOf(await by.query('staff', 'tickets.mayShare'));
  /** As the bulk bar of the queue sends it. */
  const submit = (by: Visitor, ids: string[], fields: Record<string, string>) =>
    by.fetch('/staff/tickets?/share&search=bulk', {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams([
        ...ids.map((id): [string, string] => ['id', id]),
        ...Object.entries({ from: 'bulk', kind: 'ticket', ...fields }),
      ]),
    });

  test('V4 V7 what the client gains of all of them is shown first, then each gets its line in the log', async () => {
    const ids = [await hidden('Bulk one'), await hidden('Bulk two')];
    await reply(ids[0]!, { body: 'Comes along' });
    await reply(ids[1]!, { body: 'Stays with us', visibility: 'internal_only' });
    const gains = (dataOf(answered(await preview(ids))) as { gains: { kind: string }[] }).gains;
    expect(gains.map(({ kind }) => kind).sort()).toEqual(['message', 'ticket', 'ticket']);
    expect(await shared(ids)).toEqual([false, false]);

    const before = (await logOf()).total;
    expect((await set([...ids, ...ids], 'client_visible', people.marta, 'Agreed for both')).status).toBe(200);
    expect(await shared(ids)).toEqual([true, true]);
    const { entries, total } = await logOf();
    expect(total).toBe(before + 2);
    for (const entry of entries.slice(0, 2))
      expect(entry).toMatchObject({ actor: 'Marta Lind', to: 'client_visible', reason: 'Agreed for both' });

    expect((await set(ids, 'internal_only')).status).toBe(200);
    expect(await shared(ids)).toEqual([false, false]);
    for (const id of ids)
      expect((await people.dana.query('portal', 'tickets.open', { ticketId: id })).status).toBe(404);
  });

  test('L65 one out of reach fails all, as one that does not exist; a role too low shares none', async () => {
    const ids = [await hidden('Out of reach one'), await hidden('Out of reach two')];
    const foreign = await company.idOf(
      `select t.id from app.ticket t join app.tenant n using (tenant_id) where n.name = 'Cobalt Ridge IT Services' limit 1`,
    );
    const { total } = await logOf();
    for (const ask of [(all: string[]) => set(all, 'client_visible'), (all: string[]) => preview(all)]) {
      const answer = await ask([...ids, foreign]);
      expect(answer.status).toBe(404);
      expect(answer.body).toBe((await ask([...ids, company.unknownId])).body);
    }
    expect((await set(ids, 'client_visible', people.jonas)).status).toBe(403);
    expect((await set(ids, 'client_visible', people.luis)).status).toBe(403);
    expect((await set(ids, 'client_visible', people.sofie)).status).toBe(404);
    expect((await preview(ids, people.jonas)).status).toBe(404);
    expect(await shared(ids)).toEqual([false, false]);
    expect((await logOf()).total).toBe(total);
  });

  test('of two clients they are shared one client at a time, and the sentence says so', async () => {
    const own = await hidden('Of this client');
    const other = await company.idOf(
      `select t.id from app.ticket t join app.tenant n using (tenant_id)
        where n.name = 'Halden & Pike Delivery' and t.client_id <> $1 limit 1`,
      [clientId],
    );
    const answer = await preview([own, other]);
    expect(answer.status).toBe(400);
    expect(errorOf(answer).message).toBe('Select tickets from one client.');
    const page = await submit(people.marta, [own, other], { visibility: 'client_visible' });
    expect(page.status).toBe(400);
    expect(page.body).toContain('Select tickets from one client.');
    expect(await shared([own])).toEqual([false]);
  });

  test('of a contract one manages and one that one does not, the sentence says how many can be shared', async () => {
    const { admin } = company.database;
    const own = await hidden('Managed');
    const jonas = await company.idOf(`select id from app.staff_member where email like 'jonas@%'`);
    const other = await company.idOf(
      `select t.id from app.ticket t join app.contract_member m using (contract_id)
        where m.staff_member_id = $1 and m.role = 'contributor' and t.contract_id <> $2 limit 1`,
      [jonas, contractId],
    );
    const place = [contractId, jonas];
    const role = await company.idOf(
      'select role::text as id from app.contract_member where contract_id = $1 and staff_member_id = $2',
      place,
    );
    const become = (wanted: string) =>
      admin.query(
        'update app.contract_member set role = $3::app.project_role where contract_id = $1 and staff_member_id = $2',
        [...place, wanted],
      );
    try {
      await become('manager');
      const answer = await preview([own, other], people.jonas);
      expect(answer.status).toBe(403);
      expect(errorOf(answer).message).toBe('You can share only 1 of these 2 tickets. Select just those.');
      expect((await set([own, other], 'internal_only', people.jonas)).status).toBe(403);
      expect((await preview([other], people.jonas)).status).toBe(404);
      expect((await preview([own], people.jonas)).status).toBe(200);
    } finally {
      await become(role);
    }
    expect(await shared([own])).toEqual([false]);
  });

  test('is offered to whoever manages a contract, and to nobody else', async () => {
    expect(await mayShare(people.marta)).toBe(true);
    for (const by of [people.jonas, people.luis, people.sofie]) expect(await mayShare(by)).toBe(false);
    const bar = 'Reason (optional, saved in the visibility log)';
    expect((await people.marta.fetch('/staff/tickets')).body).toContain(bar);
    expect((await people.jonas.fetch('/staff/tickets')).body).not.toContain(bar);
  });

  test('by the form of the queue: shown first, kept where it is until it is confirmed', async () => {
    const ids = [await hidden('By the form, one'), await hidden('By the form, two')];
    const asked = await submit(people.marta, ids, { visibility: 'client_visible', reason: 'In the review' });
    expect(asked.status).toBe(200);
    expect(asked.body).toContain('The client will see 2 more items');
    expect(await shared(ids)).toEqual([false, false]);
    await submit(people.marta, ids, {
      visibility: 'client_visible',
      reason: 'In the review',
      confirmed: '1',
    });
    expect(await shared(ids)).toEqual([true, true]);
    expect((await logOf()).entries[0]).toMatchObject({ reason: 'In the review' });
    expect((await submit(people.jonas, ids, { visibility: 'internal_only' })).status).toBe(403);
    expect(await shared(ids)).toEqual([true, true]);
    await submit(people.marta, ids, { visibility: 'internal_only' });
    expect(await shared(ids)).toEqual([false, false]);
  });
});

describe('a ticket', () => {
  test('is raised once however often the request comes, on behalf of a person of the client', async () => {
    const raisedById = await company.idOf(
      `select id from app.client_user where client_id = $1 and can_sign_in order by name limit 1`,
      [clientId],
    );
    const requestId = randomUUID();
    const first = await aTicket({ requestId, raisedById });
    expect(await aTicket({ requestId, raisedById })).toBe(first);
    expect(await aTicket({ requestId })).toBe(first);
  });

  test('is raised only where the contract covers the client, and with a level it includes', async () => {
    const other = await company.idOf(
      `select c.id from app.client c join app.tenant n using (tenant_id) where n.name <> 'Cobalt Ridge IT Services'
          and not exists (select from app.contract_client k where k.client_id = c.id and k.contract_id = $1) limit 1`,
      [contractId],
    );
    const raise = (values: object) =>
      people.marta.mutate('staff', 'tickets.raise', {
        ...{
          clientId,
          contractId,
          jobTypeId,
          title: 'No',
          visibility: 'internal_only',
          requestId: randomUUID(),
        },
        ...values,
      });
    expect((await raise({ clientId: other })).status).toBe(404);
    expect(errorOf(await raise({ level: 'solution_architect' })).data.fields?.level).toMatch(
      /It includes: L1, L2, L3/,
    );
    expect(errorOf(await raise({ title: ' ' })).data.fields).toEqual({ title: 'Enter a title.' });
  });

  test('saved over a newer version is refused, with the newer one untouched', async () => {
    const ticketId = await aTicket();
    const { version } = await open(ticketId);
    const save = (priority: string) =>
      people.jonas.mutate('staff', 'tickets.update', { ticketId, version, priority });
    expect((await save('high')).status).toBe(200);
    expect((await save('low')).status).toBe(409);
    expect((await open(ticketId)).priority).toBe('high');
    const wrong = await people.jonas.mutate('staff', 'tickets.update', {
      ...{ ticketId, version: version + 1, level: 'solution_architect' },
    });
    expect(errorOf(wrong).data.fields?.level).toMatch(/doesn't include/);
  });

  test('moves as the table says and no other way, in words', async () => {
    const ticketId = await aTicket();
    const move = (status: string, resolution = '') =>
      people.jonas.mutate('staff', 'tickets.move', { ticketId, status, resolution });
    expect((await move('resolved', 'Done')).status).toBe(200);
    const answer = await move('on_hold');
    expect(answer.status).toBe(409);
    expect(errorOf(answer).message).toBe(
      "You can't change a ticket from Resolved to On hold. You can change it to: Open, Closed.",
    );
    expect((await open(ticketId)).moves).toEqual(['open', 'closed']);
  });

  test('is resolved with a word of how, warned of as a reply is; of an earlier end nothing is said at a later one', async () => {
    const ticketId = await aTicket();
    const move = (status: string, values: object = {}) =>
      people.jonas.mutate('staff', 'tickets.move', { ticketId, status, ...values });
    const bare = await move('resolved');
    expect(bare.status).toBe(400);
    expect(errorOf(bare).data.fields?.resolution).toMatch(/Add a resolution note/);
    await note(ticketId, 'The supplier refunds the whole batch of scanners');
    const resolution = 'The supplier refunds the whole batch of scanners';
    const { warnings } = dataOf(await move('resolved', { resolution })) as { warnings: { key: string }[] };
    expect(warnings).toHaveLength(1);
    expect((await open(ticketId)).status).toBe('new');
    await move('resolved', { resolution, confirmed: warnings.map(({ key }) => key) });
    expect(await open(ticketId)).toMatchObject({ status: 'resolved', resolution });

    // Reopened, the team still has it; ended again by the client or without a word, it is gone.
    await move('open');
    expect(await open(ticketId)).toMatchObject({ status: 'open', resolution });
    await move('closed');
    expect(await open(ticketId)).toMatchObject({ status: 'closed', resolution: '' });
    await move('open');
    await move('resolved', { resolution: 'Cable' });
    // Closed after it was resolved, it keeps its word.
    await move('closed');
    expect(await open(ticketId)).toMatchObject({ status: 'closed', resolution: 'Cable' });
    await move('open');
    expect(
      (await people.dana.mutate('portal', 'tickets.move', { ticketId, status: 'resolved' })).status,
    ).toBe(200);
    expect(await open(ticketId)).toMatchObject({ status: 'resolved', resolution: '' });
  });

  test('is escalated by hand to somebody who is there, and says why', async () => {
    const ticketId = await aTicket();
    const toStaffId = await company.idOf(`select id from app.staff_member where email like 'marta@%'`);
    const escalate = (values: object) =>
      people.jonas.mutate('staff', 'tickets.escalate', { ticketId, ...values });
    expect(errorOf(await escalate({ toStaffId, reason: ' ' })).data.fields).toEqual({
      reason: 'Enter a reason.',
    });
    expect((await escalate({ toStaffId: company.unknownId, reason: 'x' })).status).toBe(404);
    expect((await escalate({ toStaffId, reason: 'It burns' })).status).toBe(200);
    expect((await open(ticketId)).escalations).toMatchObject([{ reason: 'It burns', to: 'Marta Lind' }]);
  });

  test('T6 goes to those whose queue shows it, and to nobody else, in words', async () => {
    const sofie = await company.idOf(`select id from app.staff_member where email like 'sofie@%'`);
    const [luis, marta] = await Promise.all(
      ['luis@', 'marta@'].map((address) =>
        company.idOf(`select id from app.staff_member where email like $1 || '%'`, [address]),
      ),
    );
    const say = (contract: string) =>
      `Sofie Brandt isn't on ${contract}, so it wouldn't appear in their queue. Choose someone who is.`;
    const ticketId = await aTicket();
    const offered = (await open(ticketId, people.jonas)) as Ticket & { staff: { id: string }[] };
    expect(offered.staff.map(({ id }) => id)).toEqual(expect.arrayContaining([luis, marta]));
    expect(offered.staff.map(({ id }) => id)).not.toContain(sofie);
    const choices = dataOf(await people.jonas.query('staff', 'tickets.form', {})) as {
      staff: { id: string; contractIds: string[] | null }[];
    };
    const reach = (id: string | undefined) => choices.staff.find((one) => one.id === id)?.contractIds;
    expect([reach(marta), reach(luis)?.includes(contractId), reach(sofie)]).toEqual([null, true, []]);
    const inQueue = (await queue({}, people.jonas)).staff.map(({ id }) => id);
    expect(inQueue).toContain(luis);
    expect(inQueue).not.toContain(sofie);

    const jonas = (name: string, input: object) => people.jonas.mutate('staff', `tickets.${name}`, input);
    const refusals: [Answer, string, string][] = [
      [
        await jonas('update', { ticketId, version: offered.version, assigneeId: sofie }),
        'assigneeId',
        say('this contract'),
      ],
      [
        await jonas('escalate', { ticketId, toStaffId: sofie, reason: 'x' }),
        'toStaffId',
        say('this contract'),
      ],
      [
        await jonas('raise', {
          ...{ clientId, contractId, jobTypeId, title: 'Hers', visibility: 'internal_only' },
          ...{ assigneeId: sofie, requestId: randomUUID() },
        }),
        'assigneeId',
        say('this contract'),
      ],
    ];
    for (const [answer, field, sentence] of refusals)
      expect([answer.status, errorOf(answer).data.fields]).toEqual([400, { [field]: sentence }]);
    const other = await aTicket();
    const many = await jonas('updateMany', { ids: [ticketId, other], assigneeId: sofie });
    expect(many.status).toBe(409);
    expect(errorOf(many).data.fields?.assigneeId).toMatch(
      new RegExp(`^${say('its contract')} Nothing was changed, because of TKT-\\d{4}\\.$`),
    );
    expect((await open(ticketId)).assigneeId).toBeNull();
    expect((await jonas('updateMany', { ids: [ticketId, other], assigneeId: luis })).status).toBe(200);
    expect((await open(other)).assigneeId).toBe(luis);
  });

  test('V4 the queue says of each ticket whether the person shares it', async () => {
    const ticketId = await aTicket({ title: 'Whose to share' });
    const rowOf = async (by: Visitor) =>
      (await queue({ search: 'Whose to share' }, by)).tickets.find(({ id }) => id === ticketId);
    expect(await rowOf(people.marta)).toMatchObject({ mayShare: true, mayWork: true });
    expect(await rowOf(people.jonas)).toMatchObject({ mayShare: false, mayWork: true });
    await company.database.admin.query(
      `update app.contract_member set role = 'manager' where contract_id = $1
         and staff_member_id = (select id from app.staff_member where email like 'jonas@%')`,
      [contractId],
    );
    expect(await rowOf(people.jonas)).toMatchObject({ mayShare: true });
    await company.database.admin.query(
      `update app.contract_member set role = 'contributor' where contract_id = $1
         and staff_member_id = (select id from app.staff_member where email like 'jonas@%')`,
      [contractId],
    );
  });

  test('T6 the queue marks what is escalated and open, and finds what was escalated to oneself', async () => {
    const [mine, other, plain] = [
      await aTicket({ title: 'Escalated gearbox one', priority: 'high' }),
      await aTicket({ title: 'Escalated gearbox two' }),
      await aTicket({ title: 'Escalated gearbox three' }),
    ];
    const staffId = (address: string) =>
      company.idOf(`select id from app.staff_member where email like $1 || '%'`, [address]);
    const escalate = async (ticketId: string, to: string) =>
      answered(
        await people.jonas.mutate('staff', 'tickets.escalate', {
          ...{ ticketId, toStaffId: await staffId(to), reason: 'Stuck' },
        }),
      );
    await escalate(mine, 'luis@');
    await escalate(mine, 'luis@');
    await escalate(other, 'marta@');
    const gearbox = (input: object = {}, by = people.luis) => queue({ search: 'gearbox', ...input }, by);
    const marks = Object.fromEntries(
      (await gearbox()).tickets.map(({ id, isEscalated }) => [id, isEscalated]),
    );
    expect(marks).toEqual({ [mine]: true, [other]: true, [plain]: false });
    const toLuis = await gearbox({ escalated: 'me' });
    expect(toLuis.tickets.map(({ id }) => id)).toEqual([mine]);
    // Each count is over what the other filters leave.
    expect(toLuis).toMatchObject({
      total: 1,
      facets: { escalatedToMe: 1, priorities: [{ key: 'high', tickets: 1 }] },
    });
    expect((await gearbox()).facets.escalatedToMe).toBe(1);
    expect((await gearbox({ priority: ['low'] })).facets.escalatedToMe).toBe(0);
    expect((await queue({ escalated: 'me' }, people.luis)).tickets.map(({ id }) => id)).toEqual([mine]);
    expect((await gearbox({ escalated: 'me' }, people.priya)).tickets).toEqual([]);
    await people.jonas.mutate('staff', 'tickets.move', { ticketId: mine, status: 'closed' });
    expect((await gearbox({ escalated: 'me' })).tickets).toEqual([]);
    expect((await gearbox({ escalated: 'me', status: ['closed'] })).tickets).toMatchObject([
      { id: mine, isEscalated: false },
    ]);
  });
});

describe('the thread', () => {
  test('a reply reaches the client, a note never does', async () => {
    const ticketId = await aTicket();
    expect((await reply(ticketId, { body: 'For the client' })).status).toBe(200);
    expect((await note(ticketId, 'For us alone')).status).toBe(200);
    const { messages, notes, status } = await open(ticketId);
    expect(messages).toMatchObject([{ body: 'For the client', visibility: 'client_visible', shared: true }]);
    expect(notes).toMatchObject([{ body: 'For us alone' }]);
    // Answered, it is no longer new.
    expect(status).toBe('open');
  });

  test('the same request arrives once, and two at once arrive both', async () => {
    const ticketId = await aTicket();
    const requestId = randomUUID();
    const first = idIn(await reply(ticketId, { requestId }));
    expect(idIn(await reply(ticketId, { requestId }))).toBe(first);
    const send = (body: string, status: string, by: Visitor) =>
      reply(ticketId, { body, status, resolution: 'Done' }, by);
    const answers = await Promise.all([
      send('From Jonas', 'resolved', people.jonas),
      send('From Priya', 'waiting_on_client', people.priya),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { messages } = await open(ticketId);
    expect(messages.map(({ body }) => body).sort()).toEqual(['A reply', 'From Jonas', 'From Priya']);
    const noted = { ticketId, body: 'Once', requestId: randomUUID() };
    const noteId = idIn(await people.jonas.mutate('staff', 'tickets.createNote', noted));
    expect(idIn(await people.jonas.mutate('staff', 'tickets.createNote', noted))).toBe(noteId);
  });

  test('a reply that the database stopped to end a deadlock goes again, and arrives once', async () => {
    const ticketId = await aTicket();
    const other = new pg.Client({ connectionString: company.database.url('owner') });
    await other.connect();
    const stopped = async () =>
      Number(
        await company.idOf('select deadlocks as id from pg_stat_database where datname = current_database()'),
      );
    const before = await stopped();
    try {
      // The reply locks the ticket, then its author; this one the other way round, and it waits longer before it gives up.
      await other.query(`set deadlock_timeout = '1min'`);
      await other.query('begin');
      await other.query(`select from app.staff_member where email like 'jonas@%' for update`);
      const replied = reply(ticketId, { body: 'In spite of it' });
      const waits = `select pid as id from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await vi.waitFor(() => company.idOf(waits), { timeout: 10_000, interval: 5 });
      await other.query('select from app.ticket where id = $1 for update', [ticketId]);
      await other.query('commit');
      expect((await replied).status).toBe(200);
    } finally {
      await other.end();
    }
    await vi.waitFor(async () => expect(await stopped()).toBeGreaterThan(before), { timeout: 10_000 });
    const { messages } = await open(ticketId);
    expect(messages.filter(({ body }) => body === 'In spite of it')).toHaveLength(1);
  });

  test('resolving with a reply takes a note of how', async () => {
    const ticketId = await aTicket();
    const answer = await reply(ticketId, { status: 'resolved' });
    expect(errorOf(answer).data.fields?.resolution).toMatch(/Add a resolution note/);
    expect((await open(ticketId)).messages).toEqual([]);
    expect((await reply(ticketId, { status: 'resolved', resolution: 'New cable' })).status).toBe(200);
    expect(await open(ticketId)).toMatchObject({ status: 'resolved', resolution: 'New cable' });
  });

  test('a reply with the words of a note, or an unfilled placeholder, is held until it is confirmed', async () => {
    const ticketId = await aTicket();
    await note(ticketId, 'The gateway time-out was cut to thirty seconds on Monday, our own mistake');
    const body = 'Hello {{client.nam}}, it seems the gateway time-out was cut to thirty seconds on Monday.';
    type Held = { id: string | null; warnings: { key: string; kind: string; words: string }[] };
    const held = dataOf(await reply(ticketId, { body })) as Held;
    expect(held.id).toBeNull();
    expect(held.warnings.map(({ kind, words }) => [kind, words])).toEqual([
      ['note', 'the gateway time out was cut to thirty seconds on monday'],
      ['placeholder', '{{client.nam}}'],
    ]);
    expect((await open(ticketId)).messages).toEqual([]);
    const confirmed = held.warnings.map(({ key }) => key);
    expect((dataOf(await reply(ticketId, { body, confirmed: confirmed.slice(1) })) as Held).id).toBeNull();
    expect((dataOf(await reply(ticketId, { body, confirmed })) as Held).id).not.toBeNull();
    const other = await aTicket();
    const resolution = 'The gateway time-out was cut to thirty seconds on Monday';
    await note(other, resolution);
    expect((dataOf(await reply(other, { status: 'resolved', resolution })) as Held).id).toBeNull();
    // The client reads how it was resolved, whoever reads the reply.
    const inside = {
      status: 'resolved',
      resolution,
      visibility: 'internal_only',
      body: `${resolution}, and so on`,
    };
    const ofInside = dataOf(await reply(other, inside)) as Held;
    expect([ofInside.id, ofInside.warnings.map(({ kind }) => kind)]).toEqual([null, ['note']]);
    const sent = await reply(other, { ...inside, confirmed: ofInside.warnings.map(({ key }) => key) });
    expect((dataOf(sent) as Held).id).not.toBeNull();
    expect((dataOf(await reply(other, { ...inside, status: 'open' })) as Held).id).not.toBeNull();
  });

  test('a reply with the words of an Internal Only message is held too, until it is confirmed', async () => {
    const ticketId = await aTicket();
    const said = 'Their contract ends in March and nobody has told them yet';
    expect((await reply(ticketId, { body: said, visibility: 'internal_only' })).status).toBe(200);
    type Held = { id: string | null; warnings: { key: string; kind: string; words: string }[] };
    const body = `We looked into it. ${said}!`;
    const held = dataOf(await reply(ticketId, { body })) as Held;
    expect(held.id).toBeNull();
    expect(held.warnings.map(({ kind, words }) => [kind, words])).toEqual([['message', said.toLowerCase()]]);
    const path = `/staff/tickets/${ticketId}`;
    const page = await people.jonas.submit(`${path}?/reply`, {
      ...{ from: 'reply', body, visibility: 'client_visible', requestId: randomUUID() },
    });
    expect(page.status).toBe(409);
    expect(page.body.replaceAll(/<!--.*?-->|\s+(?=\s)/gs, '')).toMatch(
      /Text copied from an Internal Only message:\s*<q>their contract ends/,
    );
    expect((await open(ticketId)).messages).toHaveLength(1);
    // Among themselves they may say it again, and what the client was told is told.
    expect((dataOf(await reply(ticketId, { body, visibility: 'internal_only' })) as Held).id).not.toBeNull();
    const confirmed = held.warnings.map(({ key }) => key);
    expect((dataOf(await reply(ticketId, { body, confirmed: [] })) as Held).id).toBeNull();
    const all = (dataOf(await reply(ticketId, { body })) as Held).warnings.map(({ key }) => key);
    expect(all).toHaveLength(2);
    expect(all).toEqual(expect.arrayContaining(confirmed));
    expect((dataOf(await reply(ticketId, { body, confirmed: all })) as Held).id).not.toBeNull();
    expect((dataOf(await reply(ticketId, { body })) as Held).warnings).toEqual([]);
  });

  test('one’s own text is edited over the version read, and what it said is kept; nobody else’s', async () => {
    const ticketId = await aTicket();
    await reply(ticketId, { body: 'Frist' });
    await note(ticketId, 'Secnod');
    const { messages, notes } = await open(ticketId);
    const [message, kept] = [messages[0]!, notes[0]!];
    const edit = (by: Visitor, body: string, version = message.version) =>
      by.mutate('staff', 'tickets.updateMessage', { ticketId, messageId: message.id, version, body });
    expect((await edit(people.priya, 'Hers')).status).toBe(403);
    expect((await edit(people.jonas, 'First')).status).toBe(200);
    expect((await edit(people.jonas, 'Late')).status).toBe(409);
    const editNote = (by: Visitor) =>
      by.mutate('staff', 'tickets.updateNote', {
        ticketId,
        noteId: kept.id,
        version: kept.version,
        body: 'Second',
      });
    expect((await editNote(people.priya)).status).toBe(403);
    expect((await editNote(people.jonas)).status).toBe(200);
    const now = await open(ticketId);
    expect(now.messages[0]).toMatchObject({ body: 'First', revisions: [{ body: 'Frist' }] });
    expect(now.notes[0]).toMatchObject({ body: 'Second', revisions: [{ body: 'Secnod' }] });
    await note(ticketId, 'A long sentence that only the team should ever read');
    const leak = await edit(
      people.jonas,
      'A long sentence that only the team should ever read',
      now.messages[0]!.version,
    );
    expect((dataOf(leak) as { warnings: unknown[] }).warnings).toHaveLength(1);
    expect((await open(ticketId)).messages[0]?.body).toBe('First');
  });

  test('a file goes along with what it was sent with', async () => {
    const ticketId = await aTicket();
    const upload = await company.idOf(
      `insert into app.upload (tenant_id, staff_member_id, name, size_bytes, received_at)
       select tenant_id, id, 'trace.txt', 4, now() from app.staff_member where email like 'jonas@%' returning id`,
    );
    expect((await reply(ticketId, { uploads: [upload] }, people.priya)).status).toBe(404);
    expect((await reply(ticketId, { uploads: [upload] })).status).toBe(200);
    const { messages } = await open(ticketId);
    expect(messages).toMatchObject([{ files: [{ name: 'trace.txt', visibility: 'client_visible' }] }]);
  });
});

describe('merging', () => {
  test('L66 moves messages, notes, files and tasks with their flags, and closes the source with a word of where', async () => {
    const [from, into] = [
      await aTicket({ title: 'From', description: 'What was asked *there*' }),
      await aTicket({ title: 'Into' }),
    ];
    await reply(from, { body: 'Said there' });
    await reply(from, { body: 'Hidden there', visibility: 'internal_only' });
    await note(from, 'Noted there');
    await people.jonas.mutate('staff', 'tickets.makeTask', {
      ticketId: from,
      projectId,
      title: 'Made of it',
    });
    const { number } = await open(into);
    const found = dataOf(
      await people.jonas.query('staff', 'tickets.mergePreview', { ticketId: from, which: `TKT-${number}` }),
    ) as { tickets: { id: string }[]; moves: object; clientSees: object | null };
    expect(found.tickets.map(({ id }) => id)).toContain(into);
    expect(found.moves).toEqual({ messages: 2, notes: 1, files: 0, tasks: 1 });
    expect(found.clientSees).toEqual({ messages: 1, files: 0, tasks: 0 });
    const page = await people.jonas.fetch(`/staff/tickets/${from}?merge=TKT-${number}`);
    expect(textOf(page.body)).toContain("Of what moves, they'll see what they see here: 1 message.");
    expect(
      (await people.jonas.mutate('staff', 'tickets.merge', { ticketId: from, intoId: into })).status,
    ).toBe(200);
    const merged = await open(into);
    expect(merged.messages.map(({ body, shared }) => [body, shared])).toEqual([
      ['Said there', true],
      ['Hidden there', false],
    ]);
    expect(merged.notes.map(({ body }) => body)).toEqual(['Noted there']);
    expect(merged.merged).toMatchObject([{ id: from, title: 'From', shared: true }]);
    expect(merged.merged[0]?.html).toContain('<em>there</em>');
    expect((await people.jonas.fetch(`/staff/tickets/${into}`)).body).toContain('<em>there</em>');
    expect(merged.tasks.map(({ title }) => title)).toEqual(['Made of it']);
    expect(await open(from)).toMatchObject({ status: 'closed', mergedIntoId: into, messages: [], tasks: [] });
    // It is over there: nothing goes on here.
    expect((await reply(from)).status).toBe(409);
    expect(
      (await people.jonas.mutate('staff', 'tickets.merge', { ticketId: from, intoId: into })).status,
    ).toBe(409);
  });

  test('merged messages that were hidden stay hidden, and another client’s ticket is not found', async () => {
    const [hidden, into] = [await aTicket({ visibility: 'internal_only' }), await aTicket()];
    await reply(hidden, { body: 'Never shown' });
    const other = await company.idOf(
      'select id from app.ticket where contract_id = $1 and client_id <> $2 and merged_into_id is null limit 1',
      [contractId, clientId],
    );
    const merge = (intoId: string) =>
      people.marta.mutate('staff', 'tickets.merge', { ticketId: hidden, intoId });
    expect((await merge(other)).body).toBe((await merge(company.unknownId)).body);
    expect((await merge(hidden)).status).toBe(400);
    const { number } = await open(into);
    const page = await people.marta.fetch(`/staff/tickets/${hidden}?merge=TKT-${number}`);
    expect(textOf(page.body)).toContain("won't see any of it there, or that it was merged.");
    expect((await merge(into)).status).toBe(200);
    expect((await open(into)).messages).toMatchObject([{ body: 'Never shown', shared: false }]);
  });

  test('a link that was hidden stays so, says so, and is shown by linking anew', async () => {
    const shownTask = await company.idOf(
      'select id from app.task where project_id = $1 and shared order by number limit 1',
      [projectId],
    );
    const { rows } = await company.database.admin.query<{ number: number }>(
      'select number from app.task where id = $1',
      [shownTask],
    );
    const which = String(rows[0]?.number);
    const [hidden, seen, into] = [
      await aTicket({ visibility: 'internal_only' }),
      await aTicket(),
      await aTicket(),
    ];
    const act = (name: string, input: object) => people.jonas.mutate('staff', `tickets.${name}`, input);
    const link = (ticketId: string) => act('linkTask', { ticketId, projectId, which });
    for (const ticketId of [hidden, seen]) expect((await link(ticketId)).status).toBe(200);
    await act('merge', { ticketId: hidden, intoId: into });
    expect((await open(into)).tasks).toMatchObject([{ id: shownTask, isInternal: true }]);
    expect(textOf((await people.jonas.fetch(`/staff/tickets/${into}`)).body)).toContain(
      'Link: Internal Only',
    );
    // What is linked there already stays as it is there.
    await act('merge', { ticketId: seen, intoId: into });
    expect((await open(into)).tasks).toMatchObject([{ id: shownTask, isInternal: true }]);
    expect(errorOf(await link(into)).message).toContain('unlink the task and link it again');
    await act('unlinkTask', { ticketId: into, taskId: shownTask });
    expect((await link(into)).status).toBe(200);
    expect((await open(into)).tasks).toMatchObject([{ id: shownTask, isInternal: false }]);
    expect((await link(into)).status).toBe(200);
  });

  test('goes by way of one that was hidden meanwhile into one of the team’s', async () => {
    const [first, second] = [await aTicket(), await aTicket()];
    const last = await aTicket({ visibility: 'internal_only' });
    const merge = (ticketId: string, intoId: string) =>
      people.marta.mutate('staff', 'tickets.merge', { ticketId, intoId });
    expect((await merge(first, second)).status).toBe(200);
    await people.marta.mutate('staff', 'visibility.set', {
      kind: 'ticket',
      ids: [second],
      visibility: 'internal_only',
    });
    expect((await merge(second, last)).status).toBe(200);
    expect(await open(first)).toMatchObject({ mergedIntoId: last });
  });

  test('a shared ticket is not offered to be merged into an Internal Only one, and the server refuses it', async () => {
    const [seen, hidden, alsoHidden] = [
      await aTicket({ title: 'Merges nowhere' }),
      await aTicket({ title: 'Merges nowhere either', visibility: 'internal_only' }),
      await aTicket({ title: 'Merges nowhere at all', visibility: 'internal_only' }),
    ];
    const mayTake = async (ticketId: string, into: string) => {
      const preview = await people.jonas.query('staff', 'tickets.mergePreview', {
        ticketId,
        which: 'Merges nowhere',
      });
      const { tickets } = dataOf(preview) as { tickets: { id: string; mayTake: boolean }[] };
      return tickets.find(({ id }) => id === into)?.mayTake;
    };
    expect(await mayTake(seen, hidden)).toBe(false);
    expect(await mayTake(hidden, seen)).toBe(true);
    expect(await mayTake(hidden, alsoHidden)).toBe(true);
    const page = await people.jonas.fetch(`/staff/tickets/${seen}?merge=Merges+nowhere`);
    expect(page.body).toContain('can see this ticket but not that one');
    expect(page.body).not.toContain('Merge into TKT-');
    const merge = await people.jonas.mutate('staff', 'tickets.merge', { ticketId: seen, intoId: hidden });
    expect(merge.status).toBe(409);
  });
});

test('splitting makes a new ticket of the chosen messages, once', async () => {
  const ticketId = await aTicket({ priority: 'high' });
  for (const body of ['Stays', 'Goes', 'Goes too']) await reply(ticketId, { body });
  const { messages } = await open(ticketId);
  const split = {
    ticketId,
    title: 'Another matter',
    messageIds: messages.slice(1).map(({ id }) => id),
    requestId: randomUUID(),
  };
  const foreign = await company.idOf('select id from app.message where ticket_id <> $1 limit 1', [ticketId]);
  const refused = await people.jonas.mutate('staff', 'tickets.split', {
    ...split,
    messageIds: [...split.messageIds, foreign],
  });
  expect(refused.status).toBe(404);
  expect((await open(ticketId)).messages).toHaveLength(3);
  const made = idIn(await people.jonas.mutate('staff', 'tickets.split', split));
  expect(idIn(await people.jonas.mutate('staff', 'tickets.split', split))).toBe(made);
  expect(await open(made)).toMatchObject({
    ...{ title: 'Another matter', priority: 'high', visibility: 'client_visible' },
    messages: [{ body: 'Goes', shared: true }, { body: 'Goes too' }],
  });
  expect((await open(ticketId)).messages).toMatchObject([{ body: 'Stays' }]);
  const none = await people.jonas.mutate('staff', 'tickets.split', { ...split, messageIds: [] });
  expect(errorOf(none).data.fields).toEqual({ messageIds: 'Select at least one message.' });
});

test('a ticket that is split off is shared if the client sees one of its messages', async () => {
  const ticketId = await aTicket();
  await reply(ticketId, { body: 'Shown' });
  for (const body of ['Hidden', 'Hidden too']) await reply(ticketId, { body, visibility: 'internal_only' });
  const ids = new Map((await open(ticketId)).messages.map(({ id, body }) => [body, id]));
  const split = async (...bodies: string[]) =>
    open(
      idIn(
        await people.jonas.mutate('staff', 'tickets.split', {
          ...{ ticketId, title: 'Another matter', requestId: randomUUID() },
          messageIds: bodies.map((body) => ids.get(body)),
        }),
      ),
    );
  expect(await split('Hidden')).toMatchObject({ visibility: 'internal_only', messages: [{ shared: false }] });
  expect(await split('Shown', 'Hidden too')).toMatchObject({
    visibility: 'client_visible',
    messages: [{ shared: true }, { shared: false }],
  });
});

test('tasks are linked by number or title, made of the ticket, and unlinked', async () => {
  const ticketId = await aTicket({
    title: 'Leads to work',
    visibility: 'internal_only',
    description: 'Between us',
  });
  const link = (values: object) =>
    people.jonas.mutate('staff', 'tickets.linkTask', { ticketId, projectId, ...values });
  expect((await link({ which: 'TSK-0138' })).status).toBe(200);
  expect((await link({ which: 'api performance work' })).status).toBe(200);
  expect(errorOf(await link({ which: 'nothing is called so' })).data.fields?.which).toMatch(/No single task/);
  const othersProject = await company.idOf('select id from app.project where client_id <> $1 limit 1', [
    clientId,
  ]);
  expect((await link({ projectId: othersProject, which: '1' })).status).toBe(404);
  const taskId = idIn(
    await people.jonas.mutate('staff', 'tickets.makeTask', { ticketId, projectId, title: 'Leads to work' }),
  );
  expect((await open(ticketId)).tasks.map(({ title }) => title).sort()).toEqual([
    'API performance work',
    'Leads to work',
  ]);
  const { rows } = await company.database.admin.query(
    'select visibility, description like $2 as "carriesText" from app.task where id = $1',
    [taskId, '%Between us%'],
  );
  expect(rows).toEqual([{ visibility: 'internal_only', carriesText: false }]);
  const unlink = () => people.jonas.mutate('staff', 'tickets.unlinkTask', { ticketId, taskId });
  expect((await unlink()).status).toBe(200);
  expect((await unlink()).status).toBe(404);
});

describe('roles', () => {
  test('a Reviewer reads and notes, and no more', async () => {
    const ticketId = await aTicket();
    expect((await people.luis.query('staff', 'tickets.open', { ticketId })).status).toBe(200);
    expect((await note(ticketId, 'From the reviewer', people.luis)).status).toBe(200);
    expect((await reply(ticketId, {}, people.luis)).status).toBe(403);
  });

  test('somebody off the contract sees no ticket of it, nor does another company', async () => {
    const ticketId = await aTicket();
    const absent = await people.sofie.query('staff', 'tickets.open', { ticketId: company.unknownId });
    expect((await people.sofie.query('staff', 'tickets.open', { ticketId })).body).toBe(absent.body);
  });

  test('sharing is a manager’s, shown first, and told of afterwards', async () => {
    const ticketId = await aTicket({ title: 'Soon theirs', visibility: 'internal_only' });
    await reply(ticketId, { body: 'Comes along' });
    await reply(ticketId, { body: 'Stays with us', visibility: 'internal_only' });
    const change = { kind: 'ticket', ids: [ticketId], visibility: 'client_visible' };
    expect((await people.jonas.query('staff', 'visibility.preview', change)).status).toBe(404);
    expect((await people.jonas.mutate('staff', 'visibility.set', change)).status).toBe(403);
    const preview = dataOf(await people.marta.query('staff', 'visibility.preview', change)) as {
      gains: { kind: string; label: string }[];
    };
    expect(preview.gains.map(({ kind, label }) => `${kind} ${label.replace(/^.*TKT-\d+ /, '')}`)).toEqual([
      'ticket Soon theirs',
      expect.stringMatching(/^message .*: Comes along$/) as string,
    ]);
    // Nothing of it happened.
    expect(await open(ticketId)).toMatchObject({ shared: false });
    expect(
      (await people.marta.mutate('staff', 'visibility.set', { ...change, reason: 'Agreed' })).status,
    ).toBe(200);
    const seen = dataOf(
      await people.marta.query('staff', 'visibility.open', { kind: 'ticket', id: ticketId }),
    ) as {
      label: string;
      back: object;
      who: { client: { because: string }[]; team: { because: string }[] };
      log: { reason: string | null }[];
    };
    expect(seen.label).toMatch(/^TKT-\d{4} Soon theirs$/);
    expect(seen.back).toEqual({ href: `/staff/tickets/${ticketId}`, label: 'Ticket' });
    expect(seen.log[0]?.reason).toBe('Agreed');
    expect(seen.who.client.map(({ because }) => because)).toContain('Client Admin: full access');
    expect(seen.who.team.map(({ because }) => because)).toContain('Contributor on this contract');
    for (const kind of ['message', 'attachment'])
      expect(
        (await people.marta.query('staff', 'visibility.open', { kind, id: company.unknownId })).status,
      ).toBe(404);
  });
});

describe('macros', () => {
  test('are read by everybody, and kept by Managers', async () => {
    const macro = { name: 'Greeting', body: 'Hello {{client.name}}' };
    expect((await people.jonas.mutate('staff', 'macros.create', macro)).status).toBe(403);
    const macroId = idIn(await people.marta.mutate('staff', 'macros.create', macro));
    const again = await people.marta.mutate('staff', 'macros.create', macro);
    expect(errorOf(again).data.fields?.name).toBe(
      "There's already a macro called Greeting. Choose another name.",
    );
    const list = dataOf(await people.jonas.query('staff', 'macros.list')) as {
      macros: { id: string }[];
      mayKeep: boolean;
    };
    expect(list.macros.map(({ id }) => id)).toContain(macroId);
    expect(list.mayKeep).toBe(false);
    const save = (version: number) =>
      people.marta.mutate('staff', 'macros.update', { macroId, version, name: 'Greeting', body: 'Hi' });
    expect((await save(1)).status).toBe(200);
    expect((await save(1)).status).toBe(409);
    expect((await people.marta.mutate('staff', 'macros.remove', { macroId })).status).toBe(200);
    expect((await people.marta.mutate('staff', 'macros.remove', { macroId })).status).toBe(404);
  });
});
