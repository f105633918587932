/**
 * How other help desks leaked, by number, on tickets, their threads, files and lists, as far as no test beside the thing itself
 * shows it. As catalogue.test.ts: each denial with its positive control.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runnerImport } from 'vite';
import { z } from 'zod';
import { aDesk, rowOf, type Desk } from '../portal/ticket-desk.ts';
import type { ClientUser, StaffMember } from '../support/builders.ts';
import {
  aMessage,
  anAttachment,
  anUpload,
  aTicket,
  aTicketNote,
  aTicketTask,
  type Message,
  type Ticket,
} from '../support/ticket-builders.ts';
import {
  dataOf,
  headersOf,
  startSampleCompany,
  type SampleCompany,
  type Visitor,
} from '../support/visitor.ts';
import { expectOneRealm } from './stream-opening.ts';

let company: SampleCompany;
let desk: Desk;
let dana: Visitor;
let marta: Visitor;
let martaMember: StaffMember;
let danaUser: ClientUser;
let helenUser: ClientUser;
/** A ticket that Nexus sees, with one message of every kind and a file on each. */
let ticket: Ticket;
let said: Message;
let hidden: Ticket;
let foreign: Ticket;
/** Every record that nobody of Nexus may know of, by what it is. */
let beyond: Record<string, string>;
let files: Record<'open' | 'said' | 'hidden' | 'whispered' | 'noted' | 'foreign', string>;

const canary = 'quokka';
const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);
const ask = async (name: string, input?: object, who = dana) => who.query('portal', name, input);
const open = async (id: string, who = dana) => ask('tickets.open', { ticketId: id }, who);
type List = { tickets: { id: string; number: number; title: string }[]; total: number; pages: number };
const list = async (input: object = {}, who = dana) =>
  dataOf(await ask('tickets.list', { status: 'all', ...input }, who)) as List;
const staffDoes = async (name: string, input: object) => {
  const answer = await marta.mutate('staff', name, input);
  expect({ name, status: answer.status, body: answer.body }).toMatchObject({ status: 200 });
  return dataOf(answer);
};
const share = (kind: string, id: string, visibility: string) =>
  staffDoes('visibility.set', { kind, ids: [id], visibility });

beforeAll(async () => {
  company = await startSampleCompany();
  desk = await aDesk(company);
  dana = await company.asPerson('dana.');
  marta = await company.asPerson('marta@');
  const { database } = company;
  martaMember = await rowOf(database, `select * from app.staff_member where email like 'marta@%'`);
  danaUser = await rowOf(database, `select * from app.client_user where email like 'dana.%'`);
  helenUser = await rowOf(database, `select * from app.client_user where client_id = $1 limit 1`, [desk.orbis.id]);
  ticket = await desk.ticket({ title: 'Orders arrive twice' });
  hidden = await desk.ticket({ title: `${canary} hidden`, visibility: 'internal_only' });
  foreign = await aTicket(database, desk.foreignContract, desk.orbis, {
    title: `${canary} foreign`,
    visibility: 'client_visible',
  });
  said = await aMessage(database, ticket, { body: 'We are looking', visibility: 'client_visible' });
  const whispered = await aMessage(database, ticket, { body: `${canary} whispered` });
  const noted = await aTicketNote(database, ticket, martaMember, { body: `${canary} noted` });
  const aPreview = { preview: 'ready', picture_width: 4, picture_height: 3, preview_number: 1, preview_bytes: 9 };
  const file = async (values: Record<string, unknown>) =>
    (await anAttachment(database, ticket, { visibility: 'client_visible', ...aPreview, ...values })).id;
  files = {
    open: await file({ record_id: ticket.id, name: 'open.txt' }),
    said: await file({ record_id: said.id, name: 'said.txt' }),
    hidden: await file({ record_id: ticket.id, name: `${canary}-hidden.txt`, visibility: 'internal_only' }),
    whispered: await file({ record_id: whispered.id, name: `${canary}-whispered.txt` }),
    noted: await file({ record_id: noted.id, name: `${canary}-noted.txt` }),
    foreign: (await anAttachment(database, foreign, {
      ...{ record_id: foreign.id, name: `${canary}-foreign.txt`, visibility: 'client_visible', ...aPreview },
    })).id,
  };
  const hiddenTask = await rowOf<{ id: string }>(
    database,
    'select id from app.task where client_id = $1 and not shared limit 1',
    [desk.nexus.id],
  );
  await aTicketTask(database, ticket, hiddenTask);
  beyond = {
    ...{ hidden: hidden.id, foreign: foreign.id, whispered: whispered.id, noted: noted.id, task: hiddenTask.id },
    ...Object.fromEntries(Object.entries(files).filter(([name]) => name !== 'open' && name !== 'said')),
    upload: (await anUpload(database, helenUser)).id,
    staff: martaMember.id,
  };
}); // prettier-ignore
afterAll(() => company.stop());

/** Everything of the portal that tells of tickets, as one text. */
async function everything(who = dana): Promise<string> {
  const answers = await Promise.all([
    ask('tickets.list', { status: 'all' }, who),
    ask('tickets.list', { status: 'all', search: canary }, who),
    ask('tickets.export', { status: 'all' }, who),
    ask('tickets.options', undefined, who),
    ask('tickets.summary', undefined, who),
    ask('files.list', {}, who),
    ask('files.list', { search: canary }, who),
    ask('files.list', { sort: 'name', perPage: 50 }, who),
    open(ticket.id, who),
    ...[
      ...['/portal', '/portal/tickets?status=all', `/portal/tickets/${ticket.id}`, '/portal/tickets/new'],
      ...['/portal/tickets/export?status=all', `/portal/tickets/${ticket.id}/__data.json`],
      ...['/portal/tickets/__data.json?status=all', '/portal/tickets/new/__data.json'],
    ].map((path) => who.fetch(path)),
  ]);
  return answers
    .map(({ status, body }) => {
      expect(status).toBe(200);
      return body;
    })
    .join('\n');
}

test('L8 L28 L72 thread, lists and export hold what is shared, row by row, and no word, name or id of what is not', async () => {
  const told = await everything();
  for (const word of ['Orders arrive twice', 'We are looking', 'open.txt', 'said.txt'])
    expect(told).toContain(word);
  // It was searched for: as that it stands there.
  expect(told.replaceAll(/(value|search)(=|\\?":\\?)"?\s*"?quokka"?/g, '')).not.toContain(canary);
  for (const [what, id] of Object.entries(beyond)) expect({ what, told: told.includes(id) }).toEqual({ what, told: false });
}); // prettier-ignore

test('L1 what is said among the team in the same call as a move is not told with the move', async () => {
  const one = await desk.ticket({ title: 'Moved and whispered about' });
  await staffDoes('tickets.reply', {
    ...{ ticketId: one.id, body: `${canary} whispered while moving`, visibility: 'internal_only' },
    ...{ status: 'waiting_on_client', requestId: randomUUID() },
  });
  const { body } = await open(one.id);
  expect(body).not.toContain(canary);
  const { history, messages, status } = dataOf(await open(one.id)) as {
    history: { sentence: string }[];
    messages: unknown[];
    status: string;
  };
  expect({ status, messages }).toEqual({ status: 'waiting_on_client', messages: [] });
  expect(history.at(-1)?.sentence).toBe('Waiting for your reply');
  // Neither is the thread said to have moved by the whisper: its last activity is the move's.
  const { rows } = await sql(
    `select activity_at = (select max(happened_at) from app.ticket_event where ticket_id = t.id and shared) as by_the_move
       from app.ticket t where id = $1`,
    [one.id],
  );
  expect(rows).toEqual([{ by_the_move: true }]);
  const row = JSON.stringify((await list()).tickets.filter(({ id }) => id === one.id));
  expect(row).toContain('Moved and whispered about');
  expect(row).not.toContain(canary);
});

/** Every key there is in an answer, however deep. */
const keysIn = (value: unknown): string[] =>
  value && typeof value === 'object'
    ? [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(keysIn)]
    : [];

test('L17 no answer about tickets has a key for time, rates, levels or who works on it, nor their values', async () => {
  const one = await desk.ticket({ title: 'Worked on for long', level: 'l3', assignee_staff_id: martaMember.id });
  await staffDoes('time.record', {
    ...{ ticketId: one.id, spentOn: '2026-11-02', minutes: 347, description: `${canary} driven there` },
  });
  expect((await marta.fetch(`/staff/tickets/${one.id}`)).body).toContain(`${canary} driven there`);
  const answers = {
    open: dataOf(await open(one.id)),
    list: dataOf(await ask('tickets.list', { status: 'all', search: 'worked' })),
    export: dataOf(await ask('tickets.export', { status: 'all' })),
    options: dataOf(await ask('tickets.options')),
    summary: dataOf(await ask('tickets.summary')),
    file: dataOf(await ask('files.open', { attachmentId: files.open })),
    preview: dataOf(await ask('files.preview', { attachmentId: files.open })),
  };
  const keys = [...new Set(Object.values(answers).flatMap(keysIn))].sort();
  expect(keys.filter((key) => /minute|hour|spent|time(?!Zone)|rate|cost|price|level|assign|staff|breach|escalat|polic|note/i.test(key)))
    .toEqual([]);
  // Whoever adds one says here that a client may have it.
  const free = [
    ...'activityAt at before beside contract contractId contractName contractNumber contracts description earlier facets file files'.split(' '),
    ...'history hit id isCut isMatch isNear isOwn isWordless jobType jobTypes later longestWaiting mayReply mediaType merged mergedInto messages move name next'.split(' '),
    ...'number page pages pictureHeight pictureWidth preview previous priorities priority project projectId projects raisedAt raisedBy rating'.split(' '),
    ...'ratingComment reopenUntil resolution sentence sha256 size slaDueAt slaStatus snippet'.split(' '),
    ...'status statuses takesRating tasks text tickets timeZone title total unresolved waiting withSla'.split(' '),
  ];
  expect(keys).toEqual(expect.arrayContaining(['slaStatus', 'sentence', 'raisedBy']));
  expect(keys.filter((key) => !free.includes(key))).toEqual([]);
  // Ids and moments hold any three digits now and then.
  const withoutIds = (text: string) =>
    text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+|_app\/immutable\/[^"']+|__sveltekit_\w+/g, '');
  const told = withoutIds(JSON.stringify(answers));
  expect(told).toContain('Worked on for long');
  expect(told).not.toMatch(/quokka|347|"l3"/);
  expect(JSON.stringify(answers)).not.toContain(martaMember.id);
  const page = withoutIds((await dana.fetch(`/portal/tickets/${one.id}`)).body);
  expect(page).toContain('Worked on for long');
  expect(page).not.toMatch(/driven there|5 h 47|347/);
}); // prettier-ignore

test('L26 no way of writing an address leads from the portal to a ticket or a file of the staff side', async () => {
  const signedOut = '{"type":"redirect","location":"/staff/sign-in';
  for (const path of [
    ...[`/portal/tickets/..%2f..%2fstaff%2ftickets%2f${hidden.id}`, `/portal/tickets/%2e%2e/%2e%2e/staff/tickets/${hidden.id}`],
    ...[`/portal/tickets//${hidden.id}`, `/portal/tickets/;/${hidden.id}`, `/portal/tickets/${hidden.id};`],
    ...[`/portal/tickets/${ticket.id}/../../../staff/tickets/${hidden.id}`, `/portal//staff/tickets/${hidden.id}`],
    ...[`/portal/files/..%2f..%2fstaff%2ffiles%2f${files.hidden}`, `/portal/files/%2e%2e/%2e%2e/staff/files/${files.noted}`],
    ...[`/portal/files//${files.hidden}`, `/portal/files/${files.open}/../${files.hidden}`, `/portal/files/${files.open};${files.hidden}`],
    ...[`/staff/tickets/${hidden.id}`, `/staff/files/${files.noted}`, `/staff/tickets/${hidden.id}/__data.json`],
    `/portal/api/trpc/../../../staff/api/trpc/tickets.open?input=${encodeURIComponent(JSON.stringify({ ticketId: hidden.id }))}`,
  ]) {
    const { status, body } = await dana.fetch(path);
    expect({ path, isRefused: status !== 200 || body.startsWith(signedOut) }).toEqual({ path, isRefused: true });
    expect({ path, tells: body.includes(canary) }).toEqual({ path, tells: false });
  }
  expect((await dana.fetch(`/portal/tickets/${ticket.id}`)).status).toBe(200);
}); // prettier-ignore

test('L18 drafts of replies, macros and saved views of the team are in no answer of the portal', async () => {
  const macro = (await staffDoes('macros.create', {
    name: `${canary} macro`,
    body: `Dear {{client.name}}, ${canary} drafted`,
  })) as { id: string };
  const view = (await staffDoes('tickets.saveView', { name: `${canary} view`, query: 'status=open' })) as {
    id?: string;
  } | null;
  // A reply that is held back for its warnings is not yet said.
  await aTicketNote(company.database, ticket, martaMember, { body: 'The supplier of theirs is going bankrupt soon' });
  const held = (await staffDoes('tickets.reply', {
    ...{ ticketId: ticket.id, body: 'The supplier of theirs is going bankrupt soon' },
    requestId: randomUUID(),
  })) as { id: string | null };
  expect(held.id).toBeNull();
  const told = await everything();
  expect(told).not.toMatch(/macro|drafted|bankrupt/i);
  expect(told).not.toContain(`${canary} view`);
  expect(told).not.toContain(macro.id);
  if (view?.id) expect(told).not.toContain(view.id);
  for (const name of ['macros.list', 'tickets.saveView', 'tickets.createNote', 'tickets.queue', 'tickets.merge']) {
    const unknown = await ask('tickets.nothing', {});
    const answer = await ask(name, {});
    expect({ name, status: answer.status }).toEqual({ name, status: unknown.status });
    expect(answer.body.replaceAll(name, 'tickets.nothing')).toBe(unknown.body);
  }
}); // prettier-ignore

test('L24 the page, the procedure and the file name the same tickets, for everybody who may open them', async () => {
  for (const who of [dana, await company.asPerson('claire.'), await company.asPerson('helen.')]) {
    const { tickets, total } = await list({ sort: 'number' }, who);
    expect(total).toBe(tickets.length);
    expect(total).toBeGreaterThan(0);
    const numbers = tickets.map(({ number }) => `TKT-${String(number).padStart(4, '0')}`);
    const page = (await who.fetch('/portal/tickets?status=all&sort=number')).body;
    expect([...page.matchAll(/>(TKT-\d{4})<\/td>/g)].map(([, number]) => number)).toEqual(numbers);
    const exported = dataOf(await ask('tickets.export', { status: 'all', sort: 'number' }, who)) as List;
    expect(exported.tickets.map(({ number }) => number)).toEqual(tickets.map(({ number }) => number));
    const file = (await who.fetch('/portal/tickets/export?status=all&sort=number')).body;
    expect(file.trim().split('\r\n').slice(1).map((line) => line.split(',')[0])).toEqual(numbers);
  }
}); // prettier-ignore

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: z.ZodType[] } };

test('L32 every procedure of the portal that takes an input refuses what it does not know', async () => {
  const root = join(import.meta.dirname, '../..');
  const { module } = await runnerImport<{
    portalRouter: { _def: { procedures: Record<string, Procedure> } };
  }>(join(root, 'src/lib/server/portal/router.ts'), {
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { $lib: join(root, 'src/lib') } },
  });
  const taking = Object.entries(module.portalRouter._def.procedures).filter(([, { _def }]) => _def.inputs.length);
  const closed = (schema: z.core.JSONSchema.BaseSchema): boolean =>
    schema.anyOf ? schema.anyOf.every((one) => closed(one)) : schema.additionalProperties === false;
  const lax = taking.filter(([, { _def }]) => !closed(z.toJSONSchema(_def.inputs.at(-1)!, { io: 'input' })));
  expect(lax.map(([name]) => name)).toEqual([]);
  expect(taking.map(([name]) => name)).toEqual(expect.arrayContaining(['files.open', 'tickets.list', 'tickets.reply']));
  for (const [name, input] of [
    ['files.open', { attachmentId: files.open }],
    ['files.preview', { attachmentId: files.open }],
    ['files.find', { uploadId: beyond.upload }],
    ['files.list', {}],
    ['tickets.open', { ticketId: ticket.id }],
    ['tickets.list', {}],
    ['tickets.export', {}],
  ] as const) {
    expect((await ask(name, input)).status).toBe(200);
    for (const key of ['with', 'include', 'visibility', 'level', 'clientId', 'tenantId'])
      expect({ name, key, status: (await ask(name, { ...input, [key]: 'notes' })).status }).toEqual({ name, key, status: 400 });
  }
}); // prettier-ignore

test('L16 L25 L59 L70 any id of a hidden, foreign or other kind of record answers as one that is made up', async () => {
  const paths = (id: string) => [`/portal/tickets/${id}`, `/portal/files/${id}`, `/portal/files/${id}/preview`, `/portal/tickets/${id}/__data.json`];
  const calls = (id: string): [string, object][] => [
    ['tickets.open', { ticketId: id }],
    ['tickets.list', { status: 'all', projectId: id }],
    ['tickets.list', { status: 'all', jobTypeId: id }],
    ['tickets.list', { status: 'all', contractId: id }],
    ['files.open', { attachmentId: id }],
    ['files.preview', { attachmentId: id }],
    ['files.find', { uploadId: id }],
    ['files.list', { projectId: id }],
    ['files.list', { contractId: id }],
    ['files.list', { search: id }],
  ];
  const answers = async (id: string) => {
    const told = [
      ...(await Promise.all(calls(id).map(async ([name, input]) => ask(name, input)))),
      ...(await Promise.all(paths(id).map((path) => dana.fetch(path)))),
    ];
    return told.map(({ status, body, headers }) => ({
      status,
      headers: headersOf({ headers }),
      body: body.replaceAll(id, 'ID').replaceAll(/\b1\d{12}\b/g, '0').replaceAll(/[0-9a-f-]{36}/g, 'UUID'),
    }));
  };
  const absent = await answers(randomUUID());
  expect(absent.map(({ status }) => status)).toEqual([404, 200, 200, 200, 404, 404, 200, 200, 200, 200, 404, 404, 404, expect.any(Number)]);
  const others = {
    ...beyond,
    foreignContract: desk.foreignContract.id,
    foreignKind: desk.foreignContract.jobType.id,
    hiddenProject: await company.idOf('select id from app.project where client_id = $1 and not shared limit 1', [desk.nexus.id]),
  };
  for (const [what, id] of Object.entries(others)) expect({ what, told: await answers(id) }).toEqual({ what, told: absent });
  expect((await open(ticket.id)).status).toBe(200);
  expect((await ask('files.open', { attachmentId: files.open })).status).toBe(200);
}); // prettier-ignore

test('L49 L50 L53 hidden tickets, kinds, messages and files move no total, page, choice, badge or button', async () => {
  const withoutClock = (text: string) =>
    text.replaceAll(/\b1\d{12}\b/g, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}(?=["\\])/g, 'UUID');
  const ids = async () => (await list()).tickets.map(({ id }) => id);
  const [before, idsBefore] = [withoutClock(await everything()), await ids()];
  for (let nth = 0; nth < 30; nth += 1)
    await desk.ticket({ title: `Counted by nobody ${nth}`, visibility: 'internal_only', priority: 'critical' });
  const elsewhere = await desk.ticket({ visibility: 'internal_only', status: 'new' });
  await aMessage(company.database, elsewhere, { visibility: 'client_visible', body: 'Heard by nobody' });
  await sql(`update app.ticket set status = 'waiting_on_client' where id = $1`, [elsewhere.id]);
  await anAttachment(company.database, ticket, { record_id: said.id, name: 'x.txt', visibility: 'internal_only' });
  expect(withoutClock(await everything())).toBe(before);
  expect(await ids()).toEqual(idsBefore);
  expect((await list()).pages).toBe(1);
  await share('ticket', elsewhere.id, 'client_visible');
  expect(withoutClock(await everything())).not.toBe(before);
  await share('ticket', elsewhere.id, 'internal_only');
}); // prettier-ignore

test('L57 a ticket about a hidden project or task is shown without it, and the project’s page without the ticket', async () => {
  const project = await rowOf<{ id: string; name: string }>(
    company.database,
    'select id, name from app.project where client_id = $1 and not shared limit 1',
    [desk.nexus.id],
  );
  const about = await desk.ticket({ title: 'About what is hidden', project_id: project.id });
  const { body } = await open(about.id);
  expect(body).toContain('About what is hidden');
  const told = body + (await everything());
  expect(told).not.toContain(project.id);
  expect(told).not.toContain(project.name);
});

test('L60 numbers, names and addresses of ours in a message and a description are text, and lead nowhere', async () => {
  const reference = `#TKT-${String(hidden.internal_number ?? hidden.number).padStart(4, '0')}`;
  const body =
    `See ${reference}, #TKT-1, @marta, @Marta Lind, /staff/tickets/${foreign.id}, /staff/files/${files.noted}, ` +
    `[this](https://example.com/y), <a href="/staff">there</a>, <img src=x>`;
  const one = await desk.ticket({ title: 'Refers to others', description: body });
  await aMessage(company.database, one, { body, visibility: 'client_visible' });
  const page = (await dana.fetch(`/portal/tickets/${one.id}`)).body;
  const [...texts] = page.matchAll(/See #TKT-.*?<\/p>/gs);
  const plain = body
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(
      '[this](https://example.com/y)',
      '<a href="https://example.com/y" rel="nofollow noopener noreferrer">this</a>',
    );
  expect(texts.length).toBeGreaterThanOrEqual(2);
  for (const [text] of texts) expect(text.replace('</p>', '').replaceAll(/<!--.*?-->/g, '')).toBe(plain);
});

test('L61 what a message said before it was edited, or while it was hidden, is never shown', async () => {
  const one = await desk.ticket({ title: 'Edited' });
  const { id } = (await staffDoes('tickets.reply', {
    ...{ ticketId: one.id, body: `First ${canary} draft`, visibility: 'internal_only', requestId: randomUUID() },
  })) as { id: string };
  const edit = async (body: string) => {
    const { rows } = await sql('select version from app.message where id = $1', [id]);
    const { version } = rows[0] as { version: number };
    await staffDoes('tickets.updateMessage', { ticketId: one.id, messageId: id, version, body });
  };
  await edit(`Second ${canary} draft`);
  await edit('Fit to be read');
  await share('message', id, 'client_visible');
  const told = async () =>
    (await open(one.id)).body + (await dana.fetch(`/portal/tickets/${one.id}`)).body;
  expect(await told()).toContain('Fit to be read');
  expect(await told()).not.toContain(canary);
  // Edited while nobody outside could read it: to them it never was.
  const messages = async () =>
    (dataOf(await open(one.id)) as { messages: { body: string; editedAt: string | null }[] }).messages;
  expect(await messages()).toMatchObject([{ body: '<p>Fit to be read</p>\n', editedAt: null }]);
  await edit('Better still');
  expect(await messages()).toMatchObject([{ body: '<p>Better still</p>\n', editedAt: expect.any(String) as string }]);
  expect(await told()).not.toMatch(/Fit to be read|quokka/);
  const { rows } = await sql('select id from app.text_revision where record_id = $1', [id]);
  expect(rows).toHaveLength(3);
  for (const revision of rows as { id: string }[]) {
    expect(await told()).not.toContain(revision.id);
    expect((await open(revision.id)).status).toBe(404);
  }
}); // prettier-ignore

test('L64 a save over an older version leaves a ticket, and a message, as hidden as it has become', async () => {
  const one = await desk.ticket({ title: 'Withdrawn meanwhile' });
  const { id: messageId } = (await staffDoes('tickets.reply', {
    ...{ ticketId: one.id, body: 'Soon taken back', requestId: randomUUID() },
  })) as { id: string };
  const versions = async () => {
    const { rows } = await sql(
      'select t.version as ticket, m.version as message from app.ticket t join app.message m on m.ticket_id = t.id where m.id = $1',
      [messageId],
    );
    return rows[0] as { ticket: number; message: number };
  };
  const save = (version: number) =>
    marta.mutate('staff', 'tickets.update', { ticketId: one.id, version, priority: 'critical' });
  const edit = (version: number) =>
    marta.mutate('staff', 'tickets.updateMessage', { ticketId: one.id, messageId, version, body: 'Edited' });
  const stale = await versions();
  await share('message', messageId, 'internal_only');
  expect((await edit(stale.message)).status).toBe(409);
  expect((await open(one.id)).body).not.toMatch(/Soon taken back|Edited/);
  await share('ticket', one.id, 'internal_only');
  expect((await save(stale.ticket)).status).toBe(409);
  expect((await open(one.id)).status).toBe(404);
  const now = await versions();
  expect((await save(now.ticket)).status).toBe(200);
  expect((await edit(now.message)).status).toBe(200);
  expect((await open(one.id)).status).toBe(404);
  await share('ticket', one.id, 'client_visible');
  expect((await open(one.id)).status).toBe(200);
  expect((await open(one.id)).body).not.toMatch(/Soon taken back|Edited/);
});

test('L65 files, one of which is not one’s own, are attached all or none, and nothing is copied', async () => {
  const mine = await anUpload(company.database, danaUser);
  const send = (uploads: string[]) =>
    dana.mutate('portal', 'tickets.reply', { ticketId: ticket.id, body: 'With files', uploads, requestId: randomUUID() });
  const absent = await send([mine.id, randomUUID()]);
  expect(absent.status).toBeGreaterThanOrEqual(400);
  for (const id of [beyond.upload!, files.noted, files.hidden, files.foreign, files.open]) {
    const answer = await send([mine.id, id]);
    expect([answer.status, answer.body]).toEqual([absent.status, absent.body]);
  }
  expect((await open(ticket.id)).body).not.toContain('With files');
  expect((await send([mine.id])).status).toBe(200);
  expect((await open(ticket.id)).body).toContain(mine.id);
}); // prettier-ignore

test('L69 a file goes where what it hangs on goes, in the thread and at its address, at once', async () => {
  const shown = async () => [
    (await open(ticket.id)).body.includes(files.said),
    (await dana.fetch(`/portal/tickets/${ticket.id}`)).body.includes(files.said),
    (await ask('files.open', { attachmentId: files.said })).status,
  ];
  expect(await shown()).toEqual([true, true, 200]);
  await share('message', said.id, 'internal_only');
  expect(await shown()).toEqual([false, false, 404]);
  await share('message', said.id, 'client_visible');
  expect(await shown()).toEqual([true, true, 200]);
  await share('attachment', files.said, 'internal_only');
  expect(await shown()).toEqual([false, false, 404]);
  await share('attachment', files.said, 'client_visible');
  // What is not looked at yet, or was found harmful, is named and not handed out.
  for (const state of ['checking', 'quarantined', 'failed']) {
    await sql(`update app.attachment set state = $2::app.file_state where id = $1`, [files.said, state]);
    expect((await ask('files.open', { attachmentId: files.said })).status).toBe(404);
  }
  await sql(`update app.attachment set state = 'ready' where id = $1`, [files.said]);
  expect(await shown()).toEqual([true, true, 200]);
});

describe('L76 no cache keeps an answer of tickets or files, and no other site hears of an address', () => {
  test.each([
    '/portal/tickets',
    '/portal/tickets?search=quokka',
    '/portal/tickets/new',
    '/portal/tickets/__data.json',
    '/portal/tickets/export',
    '/portal/tickets/TICKET',
    '/portal/tickets/00000000-0000-4000-8000-000000000000',
    '/portal/files/FILE',
    '/portal/files/FILE/preview',
    '/portal/files/00000000-0000-4000-8000-000000000000',
    '/portal/api/trpc/tickets.list?input=%7B%7D',
    '/portal/api/trpc/files.open?input=%7B%7D',
    '/portal/files',
    '/portal/api/trpc/files.list?input=%7B%7D',
  ])('%s', async (path) => {
    const { headers } = await dana.fetch(path.replace('TICKET', ticket.id).replace('FILE', files.open));
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('referrer-policy')).toMatch(/^(same-origin|no-referrer)$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('L47 a link or a window of another site learns nothing by a search', () => {
  const from = (site: string) => ({ headers: { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' } });
  const searching = (visitor: Visitor, path: string, site: string) => visitor.fetch(path, from(site));

  test.each([
    ['portal', '/portal/tickets', '?search=QUERY&status=all', '?status=all'],
    ['portal', '/portal/tickets', '?search=QUERY', ''],
    ['portal', '/portal/tickets/export', '?status=all&search=QUERY&sort=number', '?status=all&sort=number'],
    ['staff', '/staff/tickets', '?search=QUERY', ''],
  ] as const)('%s %s%s', async (realm, path, query, without) => {
    const visitor = realm === 'portal' ? dana : marta;
    for (const site of ['cross-site', 'same-site'])
      // The same for words that are found and for words that are not.
      for (const word of ['printer', canary, '']) {
        const { status, body, headers } = await searching(visitor, path + query.replace('QUERY', word), site);
        expect({ site, status, body, to: headers.get('location') }).toEqual({
          ...{ site, status: 303, body: '', to: path + without },
        });
      }
    for (const site of ['same-origin', 'none'])
      expect((await searching(visitor, path + query.replace('QUERY', 'printer'), site)).status).toBe(200);
    // Without words it opens, from wherever the link is.
    expect((await searching(visitor, path + without, 'cross-site')).status).toBe(200);
  });

  test('what scripts read of a page as well', async () => {
    const answers = ['printer', canary, ''].map((word) =>
      searching(dana, `/portal/tickets/__data.json?search=${word}`, 'cross-site'),
    );
    for (const { body } of await Promise.all(answers))
      expect(JSON.parse(body)).toEqual({ type: 'redirect', location: '/portal/tickets' });
  });

  test.each(['/', '/portal/sign-in', '/portal/tickets', '/staff/tickets'])(
    '%s says to its opener nothing of what is loaded',
    async (path) => {
      const visitor = path.startsWith('/staff') ? marta : dana;
      expect((await visitor.fetch(path)).headers.get('cross-origin-opener-policy')).toBe('same-origin');
    },
  );
});

test('L81 the stream of tickets is opened by those alone whom the procedures of its realm answer', async () => {
  await expectOneRealm(company, 'tickets', { client: dana, staff: marta });
});
