import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;
let hidden: string[];

beforeAll(async () => {
  company = await startSampleCompany();
  // The days of these tests are counted in UTC.
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
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

type Entry = {
  actor: string;
  kind: string;
  label: string;
  project: string | null;
  contract: string | null;
  client: string | null;
  from: string;
  to: string;
  reason: string;
  at: string;
};
type Log = {
  entries: Entry[];
  total: number;
  page: number;
  pages: number;
  contracts: { id: string; number: string; clients: string }[];
};

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
    const { version } = dataOf(await jonas.query('staff', 'tasks.open', { projectId, taskId: id })) as {
      version: number;
    };
    const moved = await jonas.mutate('staff', 'tasks.move', {
      ...{ projectId, taskId: id, version, status: 'in_progress' },
    });
    expect(moved.status).toBe(200);
    const refused = await set(jonas, [id], 'client_visible');
    expect(refused.status).toBe(403);
    expect(refused.body).toContain("You don't have permission to do this.");
    expect(await clientSees(id)).toBe(false);
  });

  test('nothing chosen, and too much, are told apart', async () => {
    expect((await set(marta, [], 'client_visible')).body).toContain('Select at least one item.');
    const many = Array.from({ length: 501 }, () => crypto.randomUUID());
    expect((await set(marta, many, 'client_visible')).body).toContain('You can change up to 500 at a time.');
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
    expect(past.body).toContain("There's nothing on this page");
    expect(past.body).toContain('<a href="/staff/visibility-log?kind=task"');
    expect(past.body).not.toContain('No matching changes');
    const none = await marta.fetch('/staff/visibility-log?until=2020-01-01&page=2');
    expect(none.body).toContain('No matching changes');
    expect(none.body).not.toContain("There's nothing on this page");
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
    expect(first).toBe(
      'When (UTC),Who,Type,Record,Project,Contract,Client,From,To,Reason,"Seen by, before it was withdrawn"',
    );
    expect(lines).toHaveLength((await log({ projectId, to: 'internal_only' })).total);
    expect(lines[0]).toMatch(/Marta Lind,Task,.*,Client Visible,Internal Only,"'=1\+1, ""quoted""",$/);
  });

  test('V7 a ticket, its messages and its files are told by contract and client, and filtered by them', async () => {
    const ids = JSON.parse(
      await company.idOf(
        `select json_build_object('contractId', k.id, 'clientId', c.id, 'jobTypeId', j.id)::text as id
           from app.contract k join app.job_type j on j.contract_id = k.id
           join app.contract_client m on m.contract_id = k.id join app.client c on c.id = m.client_id
          where k.number = 'CON-2024-018' and j.name = 'Incident' and c.name = 'Nexus Corp'`,
      ),
    ) as { contractId: string; clientId: string; jobTypeId: string };
    const ticketId = (
      dataOf(
        await marta.mutate('staff', 'tickets.raise', {
          ...ids,
          ...{ title: 'Told by contract', visibility: 'internal_only', requestId: crypto.randomUUID() },
        }),
      ) as { id: string }
    ).id;
    const body = 'Told by contract, too';
    await marta.mutate('staff', 'tickets.reply', { ticketId, body, requestId: crypto.randomUUID() });
    await company.database.admin.query(
      `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, state, media_type, sha256, author_name)
       select tenant_id, gen_random_uuid(), id, 'told-by-contract.txt', 4, 'ready', 'text/plain', repeat('0', 64), 'Marta'
         from app.ticket where id = $1`,
      [ticketId],
    );
    const { contractId } = ids;
    const narrowed = await log({ contractId });
    const told = narrowed.entries.filter(({ label }) => /^told.by.contract/i.test(label));
    expect(told.map(({ kind }) => kind).sort()).toEqual(['attachment', 'message', 'ticket']);
    for (const entry of told)
      expect(entry).toMatchObject({ contract: 'CON-2024-018', client: 'Nexus Corp', project: null });
    expect(narrowed.entries.every(({ contract }) => contract === 'CON-2024-018')).toBe(true);
    expect(narrowed.total).toBeLessThan((await log()).total);
    expect((await log({ contractId: company.unknownId })).total).toBe(0);
    expect((await log({ contractId, projectId })).total).toBe(0);
    const { contracts } = await log();
    expect(contracts).toContainEqual({
      id: contractId,
      number: 'CON-2024-018',
      clients: expect.stringContaining('Nexus Corp') as string,
    });
    const { body: csv } = await file(marta, `?contract=${contractId}`);
    const lines = csv.trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(narrowed.total);
    // It covers several clients: each line says whose its record is.
    expect(lines.every((line) => line.includes(',CON-2024-018,'))).toBe(true);
    const mine = lines.filter((line) => /,"?told.by.contract/i.test(line));
    expect(mine).toHaveLength(3);
    expect(mine.every((line) => line.includes(',CON-2024-018,Nexus Corp,'))).toBe(true);
    // Of its own projects the log is told by project, with no contract.
    const { body: byProject } = await file(marta, `?project=${projectId}`);
    expect(byProject).toContain('Platform Rewrite Q1,,');
    const page = await marta.fetch(`/staff/visibility-log?contract=${contractId}`);
    expect(page.body).toContain('CON-2024-018, Nexus Corp');
    const sofie = await company.asPerson('sofie@');
    expect(
      (dataOf(await sofie.query('staff', 'visibility.log', {})) as { contracts: unknown[] }).contracts,
    ).toEqual([]);
  });

  test('V7 what a client user wrote is by them, with whose they are: on the page, in its filter and in the file', async () => {
    const { admin } = company.database;
    await admin.query('update app.project set client_may_comment = true where id = $1', [projectId]);
    const taskId = await company.idOf(
      `select id from app.task where project_id = $1 and shared order by number limit 1`,
      [projectId],
    );
    const said = await dana.mutate('portal', 'projects.comment', {
      ...{ taskId, body: 'Logged under my name', requestId: crypto.randomUUID() },
    });
    expect(said.status).toBe(200);
    const danaId = await company.idOf(`select id from app.client_user where email like 'dana.%'`);
    type Named = Log & { actors: { id: string; name: string }[] };
    const { entries, total, actors } = (await log({ actorId: danaId })) as Named;
    expect(entries[0]).toMatchObject({ kind: 'comment', clientUser: 'Dana Whitfield', actor: null });
    expect(total).toBe(entries.length);
    expect(actors).toContainEqual({ id: danaId, name: 'Dana Whitfield at Nexus Corp' });
    expect(actors).toContainEqual({ id: expect.any(String) as string, name: 'Marta Lind' });
    const { body: page } = await marta.fetch(`/staff/visibility-log?actor=${danaId}`);
    expect(page).toContain('Logged under my name');
    expect(page).toContain('<td class="whitespace-nowrap">Dana Whitfield at Nexus Corp</td>');
    expect(page).not.toContain('System (client_app)');
    const { body: csv } = await file(marta, `?actor=${danaId}`);
    const lines = csv.trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(total);
    expect(lines.every((line) => line.includes(',Dana Whitfield at Nexus Corp,'))).toBe(true);
    const commentId = await company.idOf(`select id from app.text where body = 'Logged under my name'`);
    const { body: one } = await marta.fetch(`/staff/visibility/comment/${commentId}`);
    expect(one).toContain('Dana Whitfield at Nexus Corp');
    expect(one).not.toContain('System (');

    // A namesake is told apart by address; who has done nothing is no choice.
    const twin = await company.idOf(
      `insert into app.client_user (tenant_id, client_id, name, email, role, sections)
       select tenant_id, client_id, name, 'dana.twin@example.com', role, sections from app.client_user where id = $1 returning id`,
      [danaId],
    );
    const danas = async () =>
      ((await log()) as Named).actors.filter(({ name }) => name.startsWith('Dana Whitfield'));
    expect(await danas()).toHaveLength(1);
    await admin.query(
      `insert into app.visibility_log (tenant_id, project_id, record_kind, record_id, record_label, to_visibility, actor_client_user_id)
       select tenant_id, $1, 'comment', gen_random_uuid(), 'A namesake', 'client_visible', id from app.client_user where id = $2`,
      [projectId, twin],
    );
    expect((await danas()).map(({ name }) => name)).toEqual([
      'Dana Whitfield at Nexus Corp, dana.twin@example.com',
      'Dana Whitfield at Nexus Corp, dana.whitfield@nexus-corp.example',
    ]);
    const sofie = await company.asPerson('sofie@');
    const { actors: theirs } = dataOf(await sofie.query('staff', 'visibility.log', {})) as Named;
    expect(theirs.filter(({ name }) => name.startsWith('Dana'))).toEqual([]);
  });

  test('invalid values in the address are ignored, on this page and in the report', async () => {
    for (const path of [
      '/staff/visibility-log?from=2026-02-31&until=soon&contract=x',
      '/staff/reports?from=soon&until=2026-02-31&contract=x',
      '/staff/reports?from=0000-01-01',
      '/staff/time?week=2026-02-31',
    ])
      expect({ path, status: (await marta.fetch(path)).status }).toEqual({ path, status: 200 });
    const narrow = (await marta.fetch('/staff/reports?from=2026-03-01')).body;
    expect(narrow).toContain('value="2026-03-01"');
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
