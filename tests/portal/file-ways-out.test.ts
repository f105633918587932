/** L69 L72 L77: an attachment is never more visible than any of its parents, by parent, by flag, on every way out over HTTP. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { keyOf, previewKeyOf } from '../../src/lib/server/files/ledger-of.ts';
import { keep } from '../files/support/bytes.ts';
import { aComment, aProject, aTask } from '../support/builders.ts';
import { aMessage, anAttachment, aTicketNote } from '../support/ticket-builders.ts';
import {
  dataOf,
  startSampleCompany,
  type Answer,
  type SampleCompany,
  type Visitor,
  headersOf,
} from '../support/visitor.ts';
import { aDesk, rowOf, type Desk } from './ticket-desk.ts';

let company: SampleCompany;
let desk: Desk;
let dana: Visitor;
/** Marta, who looks through Dana's eyes. */
let looking: Visitor;
let marta: Visitor;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'portal-ways-out-'));
  company = await startSampleCompany({ FILES_DIRECTORY: directory });
  desk = await aDesk(company);
  dana = await company.asPerson('dana.');
  marta = await company.asPerson('marta@');
  looking = await company.asPerson('marta@');
  const person = await company.idOf(`select id from app.client_user where email like 'dana.%'`);
  const begun = await looking.submit(`/staff/clients/${desk.nexus.id}?/viewAs`, { clientUserId: person });
  expect(begun.status).toBe(303);
});
afterAll(async () => {
  await company.stop();
  rmSync(directory, { recursive: true, force: true });
});

type Flag = 'client_visible' | 'internal_only';
type Kind = 'attachment' | 'ticket' | 'message' | 'task' | 'comment' | 'project';
/** A file, the page and the query that show it, and each record whose flag it takes to be seen. */
type Hung = {
  id: string;
  name: string;
  /** What the file's own page and the lists are found by. */
  title: string;
  page: string;
  query: [name: string, input: unknown];
  flags: [kind: Kind, id: string][];
};

const words = (name: string) => `what is in ${name}`;

const small = (name: string) => `the preview of ${name}`;

/** A file that was looked at, with a preview, on what `parent` names. */
async function hang(parent: Record<string, string>, name: string): Promise<[kind: Kind, id: string]> {
  const bytes = Buffer.from(words(name));
  const { id } = await anAttachment(company.database, desk.nexus, {
    ...parent,
    ...{ name, size_bytes: bytes.length, visibility: 'client_visible' },
    ...{
      preview: 'ready',
      picture_width: 4,
      picture_height: 3,
      preview_number: 2,
      preview_bytes: small(name).length,
    },
  });
  await keep(await diskStorage(directory), keyOf(id), bytes);
  await keep(await diskStorage(directory), previewKeyOf(id, 2), Buffer.from(small(name)));
  return ['attachment', id];
}

const onTicket = (ticketId: string, title: string) => ({
  title,
  page: `/portal/tickets/${ticketId}`,
  query: ['tickets.open', { ticketId }] as Hung['query'],
});
const onTask = (projectId: string, taskId: string, title: string) => ({
  title,
  page: `/portal/projects/${projectId}/tasks/${taskId}`,
  query: ['projects.task', { projectId, taskId }] as Hung['query'],
});
const title = () => `Case ${randomUUID().slice(0, 8)}`;
const shared = { visibility: 'client_visible' } as const;

async function messageWithFile(ticket: Awaited<ReturnType<Desk['ticket']>>, name: string) {
  const message = await aMessage(company.database, ticket, shared);
  return { message, file: await hang({ record_id: message.id }, name) };
}

const cases: Record<string, (name: string) => Promise<Hung>> = {
  async 'a ticket'(name) {
    const called = title();
    const ticket = await desk.ticket({ title: called });
    const file = await hang({ record_id: ticket.id }, name);
    return { id: file[1], name, ...onTicket(ticket.id, called), flags: [file, ['ticket', ticket.id]] };
  },
  async 'a message'(name) {
    const called = title();
    const ticket = await desk.ticket({ title: called });
    const { message, file } = await messageWithFile(ticket, name);
    return {
      ...{ id: file[1], name, ...onTicket(ticket.id, called) },
      flags: [file, ['message', message.id], ['ticket', ticket.id]],
    };
  },
  async 'a task'(name) {
    const called = title();
    const project = await aProject(company.database, desk.nexus, { ...shared, name: `${called} project` });
    const task = await aTask(company.database, project, { ...shared, title: called });
    const file = await hang({ record_id: task.id }, name);
    return {
      ...{ id: file[1], name, ...onTask(project.id, task.id, called) },
      flags: [file, ['task', task.id], ['project', project.id]],
    };
  },
  async 'a comment'(name) {
    const called = title();
    const project = await aProject(company.database, desk.nexus, { ...shared, name: `${called} project` });
    const task = await aTask(company.database, project, { ...shared, title: called });
    const comment = await aComment(company.database, task, shared);
    const file = await hang({ record_id: comment.id }, name);
    return {
      ...{ id: file[1], name, ...onTask(project.id, task.id, called) },
      flags: [file, ['comment', comment.id], ['task', task.id], ['project', project.id]],
    };
  },
  async 'a ticket that was merged into another'(name) {
    const called = title();
    const [ticket, into] = [await desk.ticket(), await desk.ticket({ title: called })];
    const file = await hang({ record_id: ticket.id }, name);
    await merge(ticket.id, into.id);
    return { id: file[1], name, ...onTicket(into.id, called), flags: [file, ['ticket', into.id]] };
  },
  async 'a message of a ticket that was merged into another'(name) {
    const called = title();
    const [ticket, into] = [await desk.ticket(), await desk.ticket({ title: called })];
    const { message, file } = await messageWithFile(ticket, name);
    await merge(ticket.id, into.id);
    return {
      ...{ id: file[1], name, ...onTicket(into.id, called) },
      flags: [file, ['message', message.id], ['ticket', into.id]],
    };
  },
  async 'a message that was split off into a ticket of its own'(name) {
    const called = title();
    const ticket = await desk.ticket();
    const { message, file } = await messageWithFile(ticket, name);
    const split = await marta.mutate('staff', 'tickets.split', {
      ...{ ticketId: ticket.id, messageIds: [message.id], title: called, requestId: randomUUID() },
    });
    const { id } = dataOf(split) as { id: string };
    return {
      ...{ id: file[1], name, ...onTicket(id, called) },
      flags: [file, ['message', message.id], ['ticket', id]],
    };
  },
};

async function merge(ticketId: string, intoId: string) {
  const { status } = await marta.mutate('staff', 'tickets.merge', { ticketId, intoId });
  expect(status).toBe(200);
}
const flag = (kind: Kind, id: string, to: Flag) =>
  company.database.admin.query(`update app.record set visibility = $1 where id = $2`, [to, id]);

/** What an answer says, whichever id it was asked for. */
const saidOf = (answer: Answer, id: string) => ({
  status: answer.status,
  body: answer.body.replaceAll(id, 'ID'),
  headers: headersOf(answer),
});

/** Every way to the file itself, by its id. */
const waysTo: Record<string, (who: Visitor, id: string) => Promise<Answer>> = {
  download: (who, id) => who.fetch(`/portal/files/${id}`),
  'kept on disk': (who, id) => who.fetch(`/portal/files/${id}?download`),
  'the page that SvelteKit asks for': (who, id) => who.fetch(`/portal/files/${id}/__data.json`),
  HEAD: (who, id) => who.fetch(`/portal/files/${id}`, { method: 'HEAD' }),
  'a range': (who, id) => who.fetch(`/portal/files/${id}`, { headers: { range: 'bytes=0-3' } }),
  'a range beyond its end': (who, id) =>
    who.fetch(`/portal/files/${id}`, { headers: { range: 'bytes=999999-' } }),
  'a small picture of it': (who, id) =>
    who.fetch(`/portal/files/${id}`, { headers: { 'sec-fetch-dest': 'image', accept: 'image/*' } }),
  'its procedure': (who, id) => who.query('portal', 'files.open', { attachmentId: id }),
  'its preview': (who, id) => who.fetch(`/portal/files/${id}/preview`),
  'its preview’s page': (who, id) => who.fetch(`/portal/files/${id}/preview/__data.json`),
  'HEAD of its preview': (who, id) => who.fetch(`/portal/files/${id}/preview`, { method: 'HEAD' }),
  'a range of its preview': (who, id) =>
    who.fetch(`/portal/files/${id}/preview`, { headers: { range: 'bytes=0-3' } }),
  'a range beyond the end of its preview': (who, id) =>
    who.fetch(`/portal/files/${id}/preview`, { headers: { range: 'bytes=999999-' } }),
  'the procedure of its preview': (who, id) => who.query('portal', 'files.preview', { attachmentId: id }),
  'its upload': (who, id) => who.query('portal', 'files.find', { uploadId: id }),
  'going on with its upload': (who, id) =>
    who.fetch(`/portal/uploads/${id}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } }),
  'a receipt for it': (who, id) => who.fetch(`/portal/api/opened/attachment/${id}`),
};

/** Every place that might name the file, show a part of it, or count it. */
const places = (hung: Hung): Record<string, (who: Visitor) => Promise<Answer>> => {
  const search = encodeURIComponent(hung.name.replace('.txt', ''));
  const titled = encodeURIComponent(hung.title);
  return {
    'its page': (who) => who.fetch(hung.page),
    'its page’s data': (who) => who.fetch(`${hung.page}/__data.json`),
    'its query': (who) => who.query('portal', ...hung.query),
    'the list of tickets': (who) => who.fetch('/portal/tickets'),
    'the search for its record': (who) => who.fetch(`/portal/tickets?search=${titled}`),
    'the search for what it is called': (who) =>
      who.query('portal', 'tickets.list', { search: hung.name.replace('.txt', '') }),
    'the search for what is in it': (who) =>
      who.query('portal', 'tickets.list', { search: words(hung.name) }),
    'the CSV file': (who) => who.fetch(`/portal/tickets/export?search=${titled}`),
    'the CSV file of what it is called': (who) => who.fetch(`/portal/tickets/export?search=${search}`),
    'the files': (who) => who.fetch('/portal/files'),
    'the files’ data': (who) => who.fetch('/portal/files/__data.json'),
    'the search for a file': (who) => who.query('portal', 'files.list', { search: hung.name }),
    'the search for a file by words nearly right': (who) =>
      who.query('portal', 'files.list', { search: hung.name.replace('canary', 'canarx') }),
    'the page that searches for a file': (who) => who.fetch(`/portal/files?search=${search}`),
    'the files by their size': (who) => who.query('portal', 'files.list', { sort: 'largest', perPage: 50 }),
    'the first page': (who) => who.fetch('/portal'),
    'the first page’s data': (who) => who.fetch('/portal/__data.json'),
    projects: (who) => who.query('portal', 'projects.list'),
    'the team': (who) => who.fetch('/portal/team'),
  };
};

let nth = 0;
const newName = () => `canary-${(nth += 1)}-${randomUUID().slice(0, 8)}.txt`;

async function isHidden(hung: Hung, who: Visitor) {
  for (const [way, to] of Object.entries(waysTo)) {
    const [hidden, absent] = [await to(who, hung.id), await to(who, company.unknownId)];
    expect({ way, ...saidOf(hidden, hung.id) }).toEqual({ way, ...saidOf(absent, company.unknownId) });
  }
  for (const [place, at] of Object.entries(places(hung))) {
    const { body } = await at(who);
    for (const canary of [hung.name, hung.id, words(hung.name), small(hung.name)])
      expect({ place, canary, found: body.includes(canary) }).toEqual({ place, canary, found: false });
  }
}

/** The ways and places that show a file which may be seen: without them the others would prove nothing. */
async function isShown(hung: Hung, who: Visitor) {
  const way = (name: string) => waysTo[name]!(who, hung.id);
  const text = words(hung.name);
  expect((await way('download')).body).toBe(text);
  expect((await way('kept on disk')).body).toBe(text);
  expect((await way('HEAD')).headers.get('content-length')).toBe(String(text.length));
  expect([(await way('a range')).status, (await way('a range')).body]).toEqual([206, text.slice(0, 4)]);
  expect((await way('a range beyond its end')).status).toBe(416);
  expect((await way('a small picture of it')).status).toBe(200);
  expect((await way('its procedure')).body).toContain(hung.name);
  expect((await way('its preview')).body).toBe(small(hung.name));
  expect((await way('HEAD of its preview')).status).toBe(200);
  expect((await way('a range of its preview')).status).toBe(206);
  expect((await way('a range beyond the end of its preview')).status).toBe(416);
  expect((await way('the procedure of its preview')).body).toContain(hung.name);
  for (const place of ['its page', 'its page’s data', 'its query'])
    expect((await places(hung)[place]!(who)).body).toContain(hung.name);
  for (const place of [
    'the files',
    'the files’ data',
    'the search for a file',
    'the page that searches for a file',
  ])
    expect({ place, body: (await places(hung)[place]!(who)).body }).toEqual({
      place,
      body: expect.stringContaining(hung.name) as unknown,
    });
  if (hung.page.startsWith('/portal/tickets')) {
    for (const place of ['the search for its record', 'the CSV file'])
      expect((await places(hung)[place]!(who)).body).toContain(hung.title);
    for (const place of ['the search for what it is called', 'the CSV file of what it is called'])
      expect((await places(hung)[place]!(who)).body).toContain(hung.title);
    expect((await places(hung)['the search for what it is called']!(who)).body).toContain(hung.name);
  }
}

describe.each(Object.keys(cases))('a file on %s', (kind) => {
  test('is seen where all flags say so, and nowhere on any way while one of them says no', async () => {
    const hung = await cases[kind]!(newName());
    for (const who of [dana, looking]) await isShown(hung, who);
    for (const [record, id] of hung.flags) {
      await flag(record, id, 'internal_only');
      for (const who of [dana, looking]) await isHidden(hung, who);
      await flag(record, id, 'client_visible');
    }
    await isShown(hung, dana);
  }, 60_000);
});

test('a file on a note is on no way, whatever the flags say', async () => {
  const called = title();
  const ticket = await desk.ticket({ title: called });
  const author = await rowOf<never>(
    company.database,
    `select * from app.staff_member where email like 'marta@%' and tenant_id = $1`,
    [ticket.tenant_id],
  );
  const note = await aTicketNote(company.database, ticket, author);
  const name = newName();
  const [, id] = await hang({ record_id: note.id }, name);
  const hung: Hung = { id, name, ...onTicket(ticket.id, called), flags: [] };
  for (const who of [dana, looking]) await isHidden(hung, who);
  expect((await marta.fetch(`/staff/files/${id}`)).body).toBe(words(name));
});

test.each(['a ticket', 'a message'] as const)(
  'what hung Client Visible on %s that was hidden is seen by nobody after the merge into one that is shared',
  async (kind) => {
    const called = title();
    const [ticket, into] = [
      await desk.ticket({ visibility: 'internal_only' }),
      await desk.ticket({ title: called }),
    ];
    const name = newName();
    const [, id] =
      kind === 'a ticket'
        ? await hang({ record_id: ticket.id }, name)
        : (await messageWithFile(ticket, name)).file;
    await merge(ticket.id, into.id);
    const hung: Hung = { id, name, ...onTicket(into.id, called), flags: [] };
    for (const who of [dana, looking]) await isHidden(hung, who);
  },
);

test.each([
  ['checking', 'Scanning for viruses…', ', being checked'],
  ['quarantined', 'Blocked: the virus scan found a threat', ', blocked by the virus scan'],
  ['failed', "Couldn't be scanned", ", couldn't be checked"],
])(
  'a file that is %s is named where its record is, with why, and comes by no way',
  async (state, toClient, toTeam) => {
    const hung = await cases['a message']!(newName());
    await company.database.admin.query('update app.attachment set state = $2 where id = $1', [
      hung.id,
      state,
    ]);
    const shown = (await dana.fetch(hung.page)).body;
    expect([shown.includes(hung.name), shown.includes(toClient)]).toEqual([true, true]);
    expect((await marta.fetch(hung.page.replace('/portal', '/staff'))).body).toContain(toTeam);
    for (const [way, to] of Object.entries(waysTo)) {
      if (way === 'a receipt for it') continue;
      const [held, absent] = [await to(dana, hung.id), await to(dana, company.unknownId)];
      expect({ way, ...saidOf(held, hung.id) }).toEqual({ way, ...saidOf(absent, company.unknownId) });
    }
    expect((await dana.fetch(hung.page)).body).not.toContain(`/portal/files/${hung.id}`);
  },
);

test('that a file waits for the virus scanner is said to the team, and to no client', async () => {
  const hung = await cases['a message']!(newName());
  const onStaffSide = () => marta.fetch(hung.page.replace('/portal', '/staff'));
  const sentence = "the virus scanner isn't responding";
  await company.database.admin.query(`update app.attachment set state = 'checking' where id = $1`, [hung.id]);
  expect((await dana.fetch(hung.page)).body).toContain('Scanning for viruses…');
  expect((await onStaffSide()).body).not.toContain(sentence);
  await company.database.admin.query(
    `update app.attachment set scan_result = 'connect ECONNREFUSED' where id = $1`,
    [hung.id],
  );
  expect((await onStaffSide()).body).toContain(sentence);
  expect((await dana.fetch(hung.page)).body).not.toMatch(/scanner|ECONNREFUSED/);
});
