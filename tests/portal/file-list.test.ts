/** The list of a client's files: what it holds, by what it is narrowed and ordered, and that nothing hidden shows in it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aComment, aProject, aTask, type Project } from '../support/builders.ts';
import { aMessage, anAttachment, aTicket, aTicketNote, type Ticket } from '../support/ticket-builders.ts';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { aDesk, rowOf, type Desk } from './ticket-desk.ts';

let company: SampleCompany;
let desk: Desk;
let dana: Visitor;
let claire: Visitor;
let ravi: Visitor;
let project: Project;
let ticket: Ticket;
let taskId: string;

type List = {
  files: { id: string; name: string; sharedAt: string; sizeBytes: number; ticketId: string | null; taskId: string | null; project: string | null }[];
  places: { projects: { id: string; name: string; files: number }[]; contracts: { id: string; number: string; files: number }[] };
  total: number;
  page: number;
  pages: number;
  isCut: boolean;
}; // prettier-ignore

const open = { visibility: 'client_visible' } as const;
let minute = 0;
/** A file that was shared a minute after the one before it, though its row is much younger. */
const hang = async (name: string, on: Record<string, string>, values: Record<string, unknown> = {}) =>
  (
    await anAttachment(company.database, desk.nexus, {
      ...on,
      name,
      ...open,
      shared_at: new Date(Date.UTC(2026, 2, 1, 12, (minute += 1))),
      ...values,
    })
  ).id;

beforeAll(async () => {
  company = await startSampleCompany();
  await company.database.admin.query('truncate app.attachment');
  desk = await aDesk(company);
  dana = await company.as('Nexus Corp', 'Client Admin');
  claire = await company.as('Nexus Corp', 'Client Employee (no projects section)');
  ravi = await company.as('Nexus Corp', 'Client Employee');
  const { database } = company;
  project = await aProject(database, desk.nexus, { name: 'Warehouse', ...open });
  const task = await aTask(database, project, { title: 'Label the shelves', ...open });
  taskId = task.id;
  const comment = await aComment(database, task, open);
  ticket = await desk.ticket({ title: 'Printer prints nothing' });
  const message = await aMessage(database, ticket, open);
  await hang('Zebra_plan.pdf', { record_id: task.id }, { size_bytes: 900 });
  await hang('apple-sketch.png', { record_id: comment.id }, { size_bytes: 40 });
  await hang('Invoice-2026.03.pdf', { record_id: ticket.id }, { size_bytes: 5000 });
  await hang('server_log.txt', { record_id: message.id }, { size_bytes: 12 });

  // Hidden: by its own flag, or by what it hangs on.
  const staff = await rowOf<never>(database, `select * from app.staff_member where email like 'marta@%'`);
  const inside = await desk.ticket({ visibility: 'internal_only' });
  const hidden = await aProject(database, desk.nexus, { name: 'Quokka project' });
  await hang('quokka-file.pdf', { record_id: ticket.id }, { visibility: 'internal_only' });
  await hang('quokka-note.pdf', { record_id: (await aTicketNote(database, ticket, staff)).id });
  await hang('quokka-ticket.pdf', { record_id: inside.id });
  await hang('quokka-message.pdf', { record_id: (await aMessage(database, ticket)).id });
  await hang('quokka-task.pdf', { record_id: (await aTask(database, project)).id });
  await hang('quokka-comment.pdf', { record_id: (await aComment(database, task)).id });
  await hang('quokka-project.pdf', { record_id: (await aTask(database, hidden, open)).id });
  const foreign = await aTicket(database, desk.foreignContract, desk.orbis, open);
  await hang('quokka-foreign.pdf', { record_id: foreign.id });
});
afterAll(() => company.stop());

const list = async (input: object = {}, who = dana) => {
  const answer = await who.query('portal', 'files.list', input);
  expect(answer.status).toBe(200);
  return dataOf(answer) as List;
};
const names = async (input: object = {}, who = dana) =>
  (await list(input, who)).files.map(({ name }) => name);

describe('files.list', () => {
  test('holds every file that the person sees, with what it is, since when, and where it hangs', async () => {
    const { files, total, page, pages } = await list();
    expect(files.map(({ name }) => name)).toEqual([
      'server_log.txt',
      'Invoice-2026.03.pdf',
      'apple-sketch.png',
      'Zebra_plan.pdf',
    ]);
    expect([total, page, pages]).toEqual([4, 1, 1]);
    expect(files[0]).toMatchObject({ sizeBytes: 12, ticketId: ticket.id, taskId: null });
    expect(files[3]).toMatchObject({ taskId, ticketId: null, project: 'Warehouse' });
    expect(files[3]?.sharedAt).toMatch(/^2026-03-01T12:01/);
    expect(Object.keys(files[0]!)).not.toContain('createdAt');
  });

  test('orders by the time, by name whatever its letters, and by size', async () => {
    expect(await names({ sort: 'name' })).toEqual([
      'apple-sketch.png',
      'Invoice-2026.03.pdf',
      'server_log.txt',
      'Zebra_plan.pdf',
    ]);
    expect(await names({ sort: 'largest' })).toEqual([
      'Invoice-2026.03.pdf',
      'Zebra_plan.pdf',
      'apple-sketch.png',
      'server_log.txt',
    ]);
  });

  test('narrows to a project, to the tickets of a contract, and counts both', async () => {
    const { places } = await list({ projectId: project.id });
    expect(places.projects).toEqual([{ id: project.id, name: 'Warehouse', files: 2 }]);
    expect(places.contracts).toMatchObject([{ id: desk.contract.id, number: 'CON-2026-901', files: 2 }]);
    expect(await names({ projectId: project.id })).toEqual(['apple-sketch.png', 'Zebra_plan.pdf']);
    expect(await names({ contractId: desk.contract.id })).toEqual(['server_log.txt', 'Invoice-2026.03.pdf']);
    expect((await list({ contractId: desk.contract.id })).total).toBe(2);
    expect(await list({ contractId: desk.foreignContract.id })).toMatchObject({ files: [], total: 0 });
  });

  test('searches by the beginnings of words, by words nearly right, and by the ticket’s number', async () => {
    expect(await names({ search: 'inv' })).toEqual(['Invoice-2026.03.pdf']);
    expect(await names({ search: 'sketch app' })).toEqual(['apple-sketch.png']);
    expect(await names({ search: 'Invoice-2026.03.pdf' })).toEqual(['Invoice-2026.03.pdf']);
    expect(await names({ search: 'invoce' })).toEqual(['Invoice-2026.03.pdf']);
    expect(await names({ search: `TKT-${ticket.number}` })).toEqual([
      'server_log.txt',
      'Invoice-2026.03.pdf',
    ]);
    expect(await names({ search: 'pdf', sort: 'name' })).toEqual(['Invoice-2026.03.pdf', 'Zebra_plan.pdf']);
    const { places, total } = await list({ search: 'pdf', projectId: project.id });
    expect([total, places.projects[0]?.files, places.contracts[0]?.files]).toEqual([1, 1, 1]);
    for (const search of ["o'brien", '%', '\\', '((', '"', ':*', '-'.repeat(200), 'TKT-999999999999'])
      expect((await dana.query('portal', 'files.list', { search })).status).toBe(200);
  });

  test('goes by pages of 25 or 50, and says so past the last', async () => {
    for (let nth = 0; nth < 48; nth += 1)
      await hang(`page-${String(nth).padStart(2, '0')}.txt`, { record_id: ticket.id });
    const pages = await Promise.all([1, 2, 3].map((page) => list({ page, sort: 'name' })));
    expect(pages.map(({ files, pages: of, total }) => [files.length, of, total])).toEqual([
      [25, 3, 52],
      [25, 3, 52],
      [2, 3, 52],
    ]);
    expect(new Set(pages.flatMap(({ files }) => files.map(({ id }) => id))).size).toBe(52);
    expect((await list({ perPage: 50 })).files).toHaveLength(50);
    expect(await list({ perPage: 50, page: 3 })).toMatchObject({ files: [], total: 52, pages: 2 });
    const beyond = await dana.fetch('/portal/files?page=9');
    expect(beyond.body).toContain("There's nothing on this page");
    await company.database.admin.query("delete from app.attachment where name like 'page-%'");
  });

  test('L32 refuses what it does not know', async () => {
    for (const input of [{ sort: 'state' }, { perPage: 1000 }, { page: 0 }, { state: 'checking' }, { clientId: desk.orbis.id }])
      expect((await dana.query('portal', 'files.list', input)).status).toBe(400);
  }); // prettier-ignore
});

describe('L69 who sees which', () => {
  test('L28 L49 nothing hidden is listed, found, counted or named', async () => {
    for (const input of [{}, { search: 'quokka' }, { search: 'quoka' }, { search: 'file' }, { perPage: 50, sort: 'name' }]) {
      const { body } = await dana.query('portal', 'files.list', input);
      expect(body.toLowerCase()).not.toContain('quokka');
      expect((await list(input)).total).toBe('search' in input ? 0 : 4);
    }
    expect((await dana.fetch('/portal/files?search=zebra')).body).toContain('Zebra_plan.pdf');
    for (const path of ['/portal/files', '/portal/files?search=quok', '/portal/files/__data.json?search=quok'])
      expect((await dana.fetch(path)).body.replaceAll(/quok(?!k)/g, '')).not.toMatch(/quokka/i);
  }); // prettier-ignore

  test('L41 an employee sees the files of their sections alone', async () => {
    expect(await names({}, claire)).toEqual(['server_log.txt', 'Invoice-2026.03.pdf']);
    expect(await list({}, claire)).toMatchObject({ total: 2, places: { projects: [] } });
    expect(await list({ projectId: project.id }, claire)).toMatchObject({ files: [], total: 0 });
    expect(await names({ search: 'zebra' }, claire)).toEqual([]);
    expect(await names({}, ravi)).toEqual(['apple-sketch.png', 'Zebra_plan.pdf']);
    expect(await names({ search: `${ticket.number}` }, ravi)).toEqual([]);
    expect(await list({}, ravi)).toMatchObject({ total: 2, places: { contracts: [] } });
  });

  test('L41 an employee without either section meets an empty page, and no way to it', async () => {
    const person = await company.idOf(`select id from app.client_user where email like 'ravi.%'`);
    const set = (sections: string) =>
      company.database.admin.query('update app.client_user set sections = $1 where id = $2', [
        sections,
        person,
      ]);
    expect((await ravi.fetch('/portal')).body).toContain('href="/portal/files"');
    await set('{team}');
    expect(await list({}, ravi)).toMatchObject({ files: [], total: 0 });
    expect(await list({ search: 'zebra' }, ravi)).toMatchObject({ files: [], total: 0 });
    const { body } = await ravi.fetch('/portal/files');
    expect(body).toContain("You don't have access to Files");
    expect(body).not.toContain('href="/portal/files"');
    await set('{projects}');
  });

  test('L16 another client’s person sees theirs alone', async () => {
    const helen = await company.as('Orbis Health', 'Client Admin');
    expect(await names({}, helen)).toEqual(['quokka-foreign.pdf']);
    expect(await names({ search: 'quokka' }, helen)).toEqual(['quokka-foreign.pdf']);
    expect(await names({ search: 'zebra' }, helen)).toEqual([]);
    expect(await list({ projectId: project.id }, helen)).toMatchObject({ files: [], total: 0 });
  });

  test('L48 nobody signed in, nobody deactivated, and no cookie of the staff', async () => {
    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    marta.cookies.set([...dana.cookies.keys()][0]!, [...marta.cookies.values()][0]!);
    const left = await company.as('Nexus Corp', 'Client Employee');
    const active = (is: boolean) =>
      company.database.admin.query("update app.client_user set active = $1 where email like 'ravi.%'", [is]);
    expect((await left.query('portal', 'files.list', {})).status).toBe(200);
    await active(false);
    for (const who of [company.visitor(), marta, left]) {
      expect((await who.query('portal', 'files.list', {})).status).toBe(401);
      const page = await who.fetch('/portal/files');
      expect([page.status, page.body.includes('Zebra')]).toEqual([303, false]);
    }
    await active(true);
    ravi = await company.as('Nexus Corp', 'Client Employee');
  });

  test('L76 the page is not for caches', async () => {
    const { headers } = await dana.fetch('/portal/files');
    expect(headers.get('cache-control')).toBe('private, no-store');
    expect(headers.get('referrer-policy')).toBe('same-origin');
  });
});

describe('tickets.list', () => {
  test('finds a ticket by the name of a file on it or its messages, and says which; never by one that is hidden', async () => {
    const hits = async (search: string) =>
      (
        dataOf(await dana.query('portal', 'tickets.list', { status: 'all', search })) as {
          tickets: { id: string; hit: { file: string | null } }[];
        }
      ).tickets.map(({ id, hit }) => [id === ticket.id, hit.file]);
    expect(await hits('invoice')).toEqual([[true, 'Invoice-2026.03.pdf']]);
    expect(await hits('invoices-2026')).toEqual([[true, 'Invoice-2026.03.pdf']]);
    expect(await hits('logs')).toEqual([[true, 'server_log.txt']]);
    expect(await hits('printer')).toEqual([[true, null]]);
    for (const search of ['quokka', 'zebra', 'apple']) expect(await hits(search)).toEqual([]);
    expect((await dana.fetch('/portal/tickets?search=invoice')).body).toContain('File: Invoice-2026.03.pdf');
  });

  test('the staff find it by those and by the hidden ones, on the contracts they reach alone', async () => {
    const found = async (who: Visitor, search: string) =>
      (await who.query('staff', 'tickets.queue', { search })).body.includes(ticket.id);
    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    for (const search of ['invoice', 'quokka', 'note']) expect(await found(marta, search)).toBe(true);
    const jonas = await company.asPerson('jonas@');
    expect(await found(jonas, 'invoice')).toBe(false);
  });
});
