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

test('a page past the end of the team’s list says so, and leads back to the first', async () => {
  const page = (query: string) => marta.fetch(`/staff/projects/${projectId}/tasks?${query}`);
  const past = await page('page=41');
  expect(past.body).toContain('The list ends before this page');
  expect(past.body).toContain(`<a href="/staff/projects/${projectId}/tasks?page=1"`);
  expect(past.body).not.toContain('No tasks yet');
  const filtered = await page('status=to_do&page=41');
  expect(filtered.body).toContain('tasks?status=to_do&amp;page=1"');
  expect(filtered.body).not.toContain('No task matches');
  const none = await page('status=blocked&page=2');
  expect(none.body).toContain('No task matches');
  expect(none.body).not.toContain('The list ends');
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

describe('a board', () => {
  const most = 200;
  const weightMax_kB = 900;
  const hrefOfMore = (html: string) =>
    /href="(\?[^"]*)"[^>]*>Show [\d,]+ more/.exec(html)?.[1]?.replaceAll('&amp;', '&');

  beforeAll(async () => {
    await company.database.admin.query(
      `update app.task set status = 'done', labels = '{late}' where project_id = $1 and position > 1990`,
      [projectId],
    );
  });

  /** What the links "Show more" of a page lead to, one after the other. */
  async function everyPart(visitor: Visitor, path: string, cards: RegExp) {
    const seen = new Set<string>();
    let weightMax = 0;
    for (let search: string | undefined = ''; search !== undefined;) {
      const { status, body } = await visitor.fetch(path + search);
      expect(status).toBe(200);
      const shown = [...body.matchAll(cards)].map(([, id = '']) => id);
      expect(new Set(shown).size).toBe(shown.length);
      expect(shown.length).toBeLessThanOrEqual(most + 10);
      for (const id of shown) seen.add(id);
      weightMax = Math.max(weightMax, body.length / 1000);
      search = hrefOfMore(body);
    }
    return { seen, weightMax };
  }

  test('of the team holds 50 cards of a column, and counts all of them', async () => {
    const path = `/staff/projects/${projectId}`;
    const { body } = await marta.fetch(path);
    expect([...body.matchAll(/data-card="/g)].length).toBe(60);
    expect(body.length / 1000).toBeLessThan(250);
    expect(body).toMatch(/To do <span[^>]*>1,990</);
    expect(body).toMatch(/Done <span[^>]*>10</);
    const filtered = await marta.fetch(`${path}?label=late`);
    expect([...filtered.body.matchAll(/data-card="/g)].length).toBe(10);
    expect(filtered.body).toMatch(/To do <span[^>]*>0 of 1,990</);
    const answer = await marta.query('staff', 'tasks.board', { projectId });
    expect((dataOf(answer) as List).tasks.length).toBe(60);
    expect(answer.body.length / 1000).toBeLessThan(40);
  });

  test('of the team leads to every card by "more", and never grows heavy', { timeout: 60_000 }, async () => {
    const { seen, weightMax } = await everyPart(
      marta,
      `/staff/projects/${projectId}`,
      /data-card="([^"]+)"/g,
    );
    expect(seen.size).toBe(2000);
    expect(weightMax).toBeLessThan(weightMax_kB);
  });

  test('of the client does the same with what the client sees', { timeout: 60_000 }, async () => {
    await company.database.admin.query(
      `with s as (
         insert into app.sprint (tenant_id, client_id, project_id, name, status, starts_on, ends_on, visibility)
         select tenant_id, client_id, id, 'All of it', 'active', '2026-11-02', '2026-11-13', 'client_visible' from app.project where id = $1
         returning id)
       update app.task set sprint_id = s.id from s where project_id = $1`,
      [projectId],
    );
    const path = `/portal/projects/${projectId}/board`;
    const cards = new RegExp(`href="/portal/projects/${projectId}/tasks/([0-9a-f-]{36})"`, 'g');
    const { body } = await dana.fetch(path);
    expect([...body.matchAll(cards)].length).toBe(55);
    expect(body).toMatch(/To do <span[^>]*>995</);
    const { seen, weightMax } = await everyPart(dana, path, cards);
    expect(seen.size).toBe(1000);
    expect(weightMax).toBeLessThan(400);
  });
});

test('the page of a sprint of 2,000 tasks counts all of them, names 50 of each status, and says so', async () => {
  const sprintId = await company.idOf('select id from app.sprint where project_id = $1', [projectId]);
  const answer = await marta.query('staff', 'sprints.open', { projectId, sprintId });
  const { tasks, work } = dataOf(answer) as { tasks: unknown[]; work: { status: string; tasks: number }[] };
  expect(tasks.length).toBe(60);
  expect(work).toEqual([
    expect.objectContaining({ status: 'to_do', tasks: 1990, estimateMinutes: null }),
    expect.objectContaining({ status: 'done', tasks: 10, estimateMinutes: null }),
  ]);
  const { body } = await marta.fetch(`/staff/projects/${projectId}/sprints/${sprintId}`);
  expect(body.replaceAll(/<!--.*?-->/g, '')).toMatch(/1,?990 tasks\s+are not done/);
  expect(body).toContain('First 50 shown.');
  expect(body).toContain('All 1,990 to do');
});
