import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let ids: Record<
  'project' | 'hiddenProject' | 'foreignProject' | 'task' | 'hiddenTask' | 'foreignTask',
  string
>;

beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.as('Nexus Corp', 'Client Admin');
  const project = (name: string) => company.idOf('select id from app.project where name = $1', [name]);
  const task = (title: string) => company.idOf('select id from app.task where title = $1', [title]);
  ids = {
    project: await project('Platform Rewrite Q1'),
    hiddenProject: await project('Renewal pitch 2027'),
    foreignProject: await project('Patient portal refresh'),
    task: await task('API performance work'),
    hiddenTask: await task('OAuth provider fix'),
    foreignTask: await task('Calendar by clinic'),
  };
});
afterAll(() => company.stop());
beforeEach(() => company.database.admin.query('delete from app.read_receipt'));

const open = (who: Visitor, kind: string, recordId: string) =>
  who.mutate('portal', 'receipts.record', { kind, recordId });

const receipts = async () => {
  const { rows } = await company.database.admin.query<{
    name: string;
    kind: string;
    id: string;
    times: number;
  }>(
    `select u.name, r.record_kind as kind, r.record_id as id, r.times
       from app.read_receipt r join app.client_user u on u.tenant_id = r.tenant_id and u.id = r.client_user_id
      order by u.name, r.record_kind`,
  );
  return rows;
};

describe('receipts.record', () => {
  test('notes who opened a project or a task, once within a minute', async () => {
    const ravi = await company.as('Nexus Corp', 'Client Employee');
    expect((await open(dana, 'project', ids.project)).status).toBe(200);
    await open(dana, 'task', ids.task);
    await open(dana, 'task', ids.task);
    await open(ravi, 'task', ids.task);
    expect(await receipts()).toEqual([
      { name: 'Dana Whitfield', kind: 'project', id: ids.project, times: 1 },
      { name: 'Dana Whitfield', kind: 'task', id: ids.task, times: 1 },
      { name: 'Ravi Menon', kind: 'task', id: ids.task, times: 1 },
    ]);
    await company.database.admin.query(`update app.read_receipt set last_at = now() - interval '2 minutes'`);
    await open(dana, 'task', ids.task);
    expect((await receipts())[1]).toMatchObject({ kind: 'task', times: 2 });
  });

  test('L16 says the same of what is hidden, foreign or unknown as of what is seen, and notes nothing', async () => {
    const seen = await open(dana, 'task', ids.task);
    await company.database.admin.query('delete from app.read_receipt');
    for (const [kind, id] of [
      ['project', ids.hiddenProject],
      ['project', ids.foreignProject],
      ['project', company.unknownId],
      ['task', ids.hiddenTask],
      ['task', ids.foreignTask],
      ['task', ids.project],
      ['project', ids.task],
    ] as const) {
      const { status, body } = await open(dana, kind, id);
      expect([status, body]).toEqual([200, seen.body]);
    }
    expect(await receipts()).toEqual([]);
  });

  test('cannot be had by anybody else', async () => {
    const [helen, claire, ravi] = [
      await company.as('Orbis Health', 'Client Admin'),
      await company.as('Nexus Corp', 'Client Employee (no projects section)'),
      await company.as('Nexus Corp', 'Client Employee'),
    ];
    for (const who of [helen, claire]) expect((await open(who, 'task', ids.task)).status).toBe(200);
    expect((await open(company.visitor(), 'task', ids.task)).status).toBe(401);

    const marta = await company.as('Halden & Pike Delivery', 'Manager');
    marta.cookies.set([...dana.cookies.keys()][0]!, [...marta.cookies.values()][0]!);
    expect((await open(marta, 'task', ids.task)).status).toBe(401);

    const active = (is: boolean) =>
      company.database.admin.query(`update app.client_user set active = $1 where name = 'Ravi Menon'`, [is]);
    await active(false);
    expect((await open(ravi, 'task', ids.task)).status).toBe(401);
    await active(true);
    expect(await receipts()).toEqual([]);
  });

  test('refuses an unknown kind, an id that is none and an unknown key', async () => {
    expect((await open(dana, 'comment', ids.task)).status).toBe(400);
    expect((await open(dana, 'task', 'x')).status).toBe(400);
    const input = { kind: 'task', recordId: ids.task, times: 99 };
    expect((await dana.mutate('portal', 'receipts.record', input)).status).toBe(400);
    expect(await receipts()).toEqual([]);
  });

  test('the page alone, fetched ahead of a click or by a machine, is no opening', async () => {
    await dana.fetch(`/portal/projects/${ids.project}`);
    await dana.fetch(`/portal/projects/${ids.project}/__data.json`);
    await dana.query('portal', 'projects.task', { projectId: ids.project, taskId: ids.task });
    expect(await receipts()).toEqual([]);
  });
});

describe('a browser that runs no scripts', () => {
  const ofAPage = { 'sec-fetch-dest': 'image', 'sec-fetch-site': 'same-origin' };
  const show = (who: Visitor, path: string, headers: Record<string, string> = ofAPage) =>
    who.fetch(path, { headers });
  /** The pictures by which a page leaves receipts in such a browser alone. */
  const picturesOf = async (who: Visitor, path: string) => {
    const { status, body } = await who.fetch(path);
    expect(status).toBe(200);
    return [...body.matchAll(/<noscript><img src="(\/portal\/api\/opened\/[^"]*)"/g)].map(
      ([, src]) => src ?? '',
    );
  };
  const projectPage = () => `/portal/projects/${ids.project}`;
  const taskPage = () => `${projectPage()}/tasks/${ids.task}`;

  test('leaves a receipt by what the page shows; with the one of scripts it is the same opening', async () => {
    for (const path of [projectPage(), taskPage()]) {
      const [picture = '', ...more] = await picturesOf(dana, path);
      expect(more).toEqual([]);
      expect(await show(dana, picture)).toMatchObject({ status: 204, body: '' });
    }
    const once = [
      { name: 'Dana Whitfield', kind: 'project', id: ids.project, times: 1 },
      { name: 'Dana Whitfield', kind: 'task', id: ids.task, times: 1 },
    ];
    expect(await receipts()).toEqual(once);
    await open(dana, 'task', ids.task);
    expect(await receipts()).toEqual(once);
  });

  test('leaves one also where it tells nothing of itself, as an old one does', async () => {
    const [picture = ''] = await picturesOf(dana, taskPage());
    expect((await show(dana, picture, {})).status).toBe(204);
    expect(await receipts()).toHaveLength(1);
  });

  test.each([
    ['fetches ahead of a click', { ...ofAPage, 'sec-purpose': 'prefetch' }],
    ['renders ahead of a click', { ...ofAPage, 'sec-purpose': 'prefetch;prerender' }],
    ['fetches ahead, and is an older one', { ...ofAPage, purpose: 'prefetch' }],
    ['follows a link to the picture', { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' }],
    ['shows a page of another site', { ...ofAPage, 'sec-fetch-site': 'cross-site' }],
  ])('leaves none where it %s', async (_, headers) => {
    const [picture = ''] = await picturesOf(dana, taskPage());
    expect((await show(dana, picture, headers)).status).toBe(204);
    expect(await receipts()).toEqual([]);
    await show(dana, picture);
    expect(await receipts()).toHaveLength(1);
  });

  test('is told the same of what is hidden, foreign or unknown, and no other person leaves one', async () => {
    const [helen, claire] = [
      await company.as('Orbis Health', 'Client Admin'),
      await company.as('Nexus Corp', 'Client Employee (no projects section)'),
    ];
    const picture = (kind: string, id: string) => `/portal/api/opened/${kind}/${id}`;
    for (const [who, kind, id] of [
      [dana, 'project', ids.hiddenProject],
      [dana, 'project', ids.foreignProject],
      [dana, 'task', ids.hiddenTask],
      [dana, 'task', ids.foreignTask],
      [dana, 'task', company.unknownId],
      [helen, 'task', ids.task],
      [claire, 'task', ids.task],
    ] as const)
      expect(await show(who, picture(kind, id))).toMatchObject({ status: 204, body: '' });
    expect((await show(company.visitor(), picture('task', ids.task))).status).toBe(303);
    expect((await show(dana, picture('comment', ids.task))).status).toBe(404);
    expect((await show(dana, picture('task', 'x'))).status).toBe(404);
    expect(await receipts()).toEqual([]);
  });
});

test('V8 a look as a client leaves no receipt, whatever it opens', async () => {
  const marta = await company.as('Halden & Pike Delivery', 'Manager');
  const own = new Set(marta.cookies.keys());
  const [person, clientId] = [
    await company.idOf(`select id from app.client_user where name = 'Dana Whitfield'`),
    await company.idOf(`select client_id as id from app.client_user where name = 'Dana Whitfield'`),
  ];
  await marta.submit(`/staff/clients/${clientId}?/viewAs`, { clientUserId: person });
  const looking = company.visitor();
  for (const [name, value] of marta.cookies) if (!own.has(name)) looking.cookies.set(name, value);

  for (const path of [
    `/portal/projects/${ids.project}`,
    `/portal/projects/${ids.project}/tasks/${ids.task}`,
  ]) {
    const { status, body } = await looking.fetch(path);
    expect(status).toBe(200);
    expect(body).toContain('Viewing as Dana Whitfield');
    expect(body).not.toContain('/portal/api/opened');
  }
  expect((await looking.fetch(`/portal/api/opened/task/${ids.task}`)).status).toBe(403);
  expect((await open(looking, 'task', ids.task)).status).toBe(403);
  expect(await receipts()).toEqual([]);
});
