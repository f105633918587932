/** A project of 2,000 tasks: lists come in pages, and what a page holds does not grow with what has happened. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataOf, startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let marta: Visitor;
let dana: Visitor;
let projectId: string;

beforeAll(async () => {
  company = await startSampleCompany();
  marta = await company.asPerson('marta@');
  dana = await company.asPerson('dana.');
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name, visibility)
     select tenant_id, client_id, 'Two thousand', 'client_visible' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
  await company.database.admin.query(
    `insert into app.task (project_id, title, position, visibility)
     select $1, 'Task ' || n, n, case when n % 2 = 0 then 'client_visible' else 'internal_only' end::app.visibility
       from generate_series(1, 2000) n`,
    [projectId],
  );
});
afterAll(() => company.stop());

type List = { tasks: { id: string }[]; total: number; pages: number };

async function everyPage(of: (page: number) => Promise<List>) {
  const first = await of(1);
  const ids = first.tasks.map(({ id }) => id);
  for (let page = 2; page <= first.pages; page += 1) {
    const { tasks } = await of(page);
    expect(tasks.length).toBeLessThanOrEqual(50);
    ids.push(...tasks.map(({ id }) => id));
  }
  return { ...first, ids };
}

describe('a list of tasks', () => {
  test('of the team holds each of them once, 50 a page', async () => {
    const { ids, total, pages } = await everyPage(
      async (page) => dataOf(await marta.query('staff', 'tasks.list', { projectId, page })) as List,
    );
    expect({ total, pages }).toEqual({ total: 2000, pages: 40 });
    expect(new Set(ids).size).toBe(2000);
  });

  test('of the client holds each visible one once, and counts no other', async () => {
    const { ids, total, pages } = await everyPage(
      async (page) => dataOf(await dana.query('portal', 'projects.tasks', { projectId, page })) as List,
    );
    expect({ total, pages }).toEqual({ total: 1000, pages: 20 });
    expect(new Set(ids).size).toBe(1000);
  });
});

test('a project’s page is as long after a year of changes as before', async () => {
  const length = async () => (await dana.query('portal', 'projects.open', { projectId })).body.length;
  const before = await length();
  for (const status of ['in_progress', 'to_do', 'in_progress', 'to_do'])
    await company.database.admin.query('update app.task set status = $1 where project_id = $2', [
      status,
      projectId,
    ]);
  expect(Math.abs((await length()) - before)).toBeLessThan(200);
});

test('the picture of work over time has at most 180 points', async () => {
  await company.database.admin.query(`update app.project set starts_on = '2020-01-01' where id = $1`, [
    projectId,
  ]);
  const answer = await dana.query('portal', 'projects.burnUp', { projectId });
  expect(answer.status).toBe(200);
  const { days } = dataOf(answer) as { days: unknown[] };
  expect(days.length).toBeGreaterThan(1);
  expect(days.length).toBeLessThanOrEqual(180);
});
