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
beforeEach(() => company.database.admin.query('delete from app.receipt'));

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
       from app.receipt r join app.client_user u on u.tenant_id = r.tenant_id and u.id = r.client_user_id
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
    await company.database.admin.query(`update app.receipt set last_at = now() - interval '2 minutes'`);
    await open(dana, 'task', ids.task);
    expect((await receipts())[1]).toMatchObject({ kind: 'task', times: 2 });
  });

  test('L16 says the same of what is hidden, foreign or unknown as of what is seen, and notes nothing', async () => {
    const seen = await open(dana, 'task', ids.task);
    await company.database.admin.query('delete from app.receipt');
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
