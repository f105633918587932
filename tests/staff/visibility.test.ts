import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;
let hidden: string[];

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const { rows } = await company.database.admin.query<{ id: string }>(
    `select id from app.task where project_id = $1 and visibility = 'internal_only' order by title limit 4`,
    [projectId],
  );
  hidden = rows.map(({ id }) => id);
});
afterAll(() => company.stop());

type Entry = { actor: string; kind: string; from: string; to: string; reason: string; at: string };
type Log = { entries: Entry[]; total: number; page: number; pages: number };

const set = (visitor: Visitor, ids: string[], visibility: string, reason = '') =>
  visitor.mutate('staff', 'visibility.set', { kind: 'task', ids, visibility, reason });
const log = async (filter: object = {}) =>
  dataOf(await marta.query('staff', 'visibility.log', filter)) as Log;
const clientSees = async (id: string) =>
  (await dana.query('portal', 'projects.task', { projectId, taskId: id })).status === 200;

describe('visibility.set', () => {
  test('V1 V7 shares a record, and the log says who, from what to what, and why', async () => {
    const [id = ''] = hidden;
    expect(await clientSees(id)).toBe(false);
    expect((await set(marta, [id], 'client_visible', 'Agreed on the call')).status).toBe(200);
    expect(await clientSees(id)).toBe(true);
    expect((await log()).entries[0]).toMatchObject({
      actor: 'Marta Lind',
      kind: 'task',
      from: 'internal_only',
      to: 'client_visible',
      reason: 'Agreed on the call',
    });

    expect((await set(marta, [id], 'internal_only')).status).toBe(200);
    expect(await clientSees(id)).toBe(false);
  });

  test('a reason belongs to its own change alone', async () => {
    const [id = ''] = hidden;
    await set(marta, [id], 'client_visible', 'For this one');
    await set(marta, [id], 'internal_only');
    expect((await log()).entries[0]?.reason || null).toBeNull();
  });

  test('V6 shares many at once, an id named twice counted once, each with its line in the log', async () => {
    const { total } = await log();
    const answer = await set(marta, [...hidden, ...hidden], 'client_visible', 'Sprint review');
    expect(dataOf(answer)).toEqual({ changed: hidden.length });
    expect((await log()).total).toBe(total + hidden.length);
    await set(marta, hidden, 'internal_only');
  });

  test('a record that is so already gets no line', async () => {
    const { total } = await log();
    await set(marta, hidden, 'internal_only');
    expect((await log()).total).toBe(total);
  });

  test('L65 one id out of reach fails all, as one that does not exist', async () => {
    const theirs = await company.idOf(
      `select t.id from app.task t join app.tenant x using (tenant_id) where x.name like 'Cobalt%' limit 1`,
    );
    const { total } = await log();
    const foreign = await set(marta, [...hidden, theirs], 'client_visible');
    const absent = await set(marta, [...hidden, company.unknownId], 'client_visible');
    expect(foreign.status).toBe(404);
    expect(foreign.body).toBe(absent.body);
    for (const id of hidden) expect(await clientSees(id)).toBe(false);
    expect((await log()).total).toBe(total);
  });

  test('a Contributor works on tasks and shares none', async () => {
    const jonas = await company.asPerson('jonas@');
    const [id = ''] = hidden;
    const moved = await jonas.mutate('staff', 'tasks.move', { projectId, taskId: id, status: 'in_progress' });
    expect(moved.status).toBe(200);
    const refused = await set(jonas, [id], 'client_visible');
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('Your role does not allow this.');
    expect(await clientSees(id)).toBe(false);
  });

  test('nothing chosen, and too much, are told apart', async () => {
    expect((await set(marta, [], 'client_visible')).body).toContain('Choose at least one record.');
    const many = Array.from({ length: 501 }, () => crypto.randomUUID());
    expect((await set(marta, many, 'client_visible')).body).toContain('At most 500 at once.');
    expect((await set(marta, hidden, 'public')).body).toContain('Choose Client Visible or Internal Only.');
  });
});

describe('visibility.log', () => {
  test('each filter narrows it, all of them together too', async () => {
    await set(marta, hidden, 'client_visible', 'For the filters');
    const actorId = await company.idOf(`select id from app.staff_member where email like 'marta@%'`);
    const today = new Date().toISOString().slice(0, 10);
    const narrow = { projectId, kind: 'task', actorId, to: 'client_visible', from: today, until: today };
    const { entries, total } = await log(narrow);
    expect(total).toBeGreaterThanOrEqual(hidden.length);
    for (const entry of entries) {
      expect(entry).toMatchObject({ actor: 'Marta Lind', kind: 'task', to: 'client_visible' });
    }
    expect((await log({ ...narrow, kind: 'milestone' })).total).toBe(0);
    expect((await log({ ...narrow, until: '2020-01-01' })).total).toBe(0);
    expect((await log({ ...narrow, projectId: company.unknownId })).total).toBe(0);
  });

  test('a Member reads the log of their own projects alone', async () => {
    const sofie = await company.asPerson('sofie@');
    expect(dataOf(await sofie.query('staff', 'visibility.log', {}))).toMatchObject({ entries: [], total: 0 });
  });

  test('is paged, and a page past the end is empty', async () => {
    const { pages } = await log();
    expect((await log({ page: pages + 1 })).entries).toEqual([]);
    const past = await marta.fetch(`/staff/visibility-log?kind=task&page=${pages + 1}`);
    expect(past.body).toContain('The list ends before this page');
    expect(past.body).toContain('<a href="/staff/visibility-log?kind=task&amp;page=1"');
    expect(past.body).not.toContain('No change matches');
    const none = await marta.fetch('/staff/visibility-log?until=2020-01-01&page=2');
    expect(none.body).toContain('No change matches');
    expect(none.body).not.toContain('The list ends');
    expect((await marta.query('staff', 'visibility.log', { page: 0 })).status).toBe(400);
  });
});

describe('the export of the log', () => {
  const file = (visitor: Visitor, query = '') => visitor.fetch(`/staff/visibility-log/export${query}`);

  test('V7 is what the filter leaves, as a CSV file', async () => {
    await set(marta, hidden, 'internal_only', '=1+1, "quoted"');
    const { status, headers, body } = await file(marta, `?project=${projectId}&to=internal_only`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [first, ...lines] = body.trimEnd().split('\r\n');
    expect(first).toBe('When (UTC),Who,Kind,Record,Project,Was,Became,Why,Seen until then by');
    expect(lines).toHaveLength((await log({ projectId, to: 'internal_only' })).total);
    expect(lines[0]).toMatch(/Marta Lind,Task,.*,Client Visible,Internal Only,"'=1\+1, ""quoted""",$/);
  });

  test('L73 holds the projects in reach alone', async () => {
    const sofie = await company.asPerson('sofie@');
    expect((await file(sofie)).body.trimEnd().split('\r\n')).toHaveLength(1);
  });

  test('sends nobody but the staff realm anything', async () => {
    for (const visitor of [company.visitor(), dana]) {
      const { status, headers, body } = await file(visitor);
      expect(status).toBe(303);
      expect(headers.get('location')).toMatch(/^\/staff\/sign-in/);
      expect(body).toBe('');
    }
  });
});
