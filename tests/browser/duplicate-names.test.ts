/** Nothing makes titles and names unique. Where two are the same, every page that lists them stays alive. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let project: string;
let sprint: string;
let task: string;
let hiddenTask: string;

const sql = (text: string, values: unknown[] = []) => company.database.admin.query(text, values);

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  const { idOf } = company;
  project = await idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const make = (table: string, columns: string, values: string) =>
    idOf(
      `insert into app.${table} (tenant_id, client_id, project_id, visibility, ${columns})
       select tenant_id, client_id, id, 'client_visible', ${values} from app.project where id = $1 returning id`,
      [project],
    );
  const makeTask = (values: string, visibility = 'client_visible') =>
    idOf(
      `insert into app.task (project_id, visibility, title, labels, story_id, sprint_id, assignee_staff_id, estimate_minutes)
       values ($1, $2, 'Twin', '{twin,twin}', ${values}) returning id`,
      [project, visibility],
    );

  // An epic is called as another one, as the group of loose stories, and as its own story.
  const epics = [
    await make('epic', 'title', `'Twin'`),
    await make('epic', 'title', `'Twin'`),
    await make('epic', 'title', `'Stories without an epic'`),
  ];
  const stories = [];
  for (const epic of epics) stories.push(await make('story', 'title, epic_id', `'Twin', '${epic}'`));
  for (let nth = 0; nth < 2; nth += 1) await make('story', 'title', `'Loose'`);

  // Two people of one name on either side.
  await sql(
    `insert into app.client_user (tenant_id, client_id, name, email, role)
     select tenant_id, client_id, name, 'dana.twin@example.com', role from app.client_user where name = 'Dana Whitfield'`,
  );
  const [jonas, twin] = [
    await idOf(`select id from app.staff_member where email like 'jonas@%'`),
    await idOf(
      `insert into app.staff_member (tenant_id, name, display_name, email, role)
       select tenant_id, name, display_name, 'jonas.twin@example.com', 'member' from app.staff_member where email like 'jonas@%' returning id`,
    ),
  ];
  await sql(
    `insert into app.project_member (tenant_id, project_id, staff_member_id, role)
     select tenant_id, project_id, $2, role from app.project_member where project_id = $1 and staff_member_id = $3`,
    [project, twin, jonas],
  );

  // In each of two sprints of one name one task of each of them is started, finished, and takes longer than there are hours.
  const sprints = [];
  for (let count = 0; count < 2; count++)
    sprints.push(await make('sprint', 'name, starts_on, ends_on', `'Twin', current_date, current_date + 7`));
  sprint = sprints[1]!;
  const tasks = [];
  for (const id of sprints)
    for (const person of [jonas, twin])
      tasks.push(await makeTask(`'${stories[0]}', '${id}', '${person}', 600`));
  task = tasks[0]!;
  hiddenTask = await makeTask(`'${stories[0]}', '${sprint}', null, 60`, 'internal_only');
  for (const status of ['in_progress', 'done'])
    await sql('update app.task set status = $1 where id = any ($2)', [status, tasks]);
  // At one moment a task went there, back and there again.
  await sql(
    `do $$ begin
       update app.task set status = 'in_review' where id = '${task}';
       update app.task set status = 'done' where id = '${task}';
       update app.task set status = 'in_review' where id = '${task}';
       update app.task set status = 'done' where id = '${task}';
     end $$`,
  );
  await sql(`update app.sprint set status = 'completed' where id = $1`, [sprints[0]]);
  await sql(
    `insert into app.sprint_capacity (tenant_id, project_id, sprint_id, staff_member_id, hours)
     select tenant_id, project_id, id, person, 1 from app.sprint, unnest($2::uuid[]) as person where id = $1`,
    [sprint, [jonas, twin]],
  );
  await sql(
    `insert into app.read_receipt (tenant_id, client_id, client_user_id, project_id, record_kind, record_id)
     select u.tenant_id, u.client_id, u.id, $1, 'task', $2 from app.client_user u where u.name = 'Dana Whitfield'`,
    [project, task],
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** Errors of a page from here on. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return errors;
}

/** Whether a link is followed by the page itself, as one that is dead does not. */
async function isAlive(page: Page, href: string) {
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.click(`nav a[href="${href}"]`);
  await page.waitForURL(`**${href}`);
  return page.evaluate(() => 'stayed' in window);
}

describe('the portal stays alive', () => {
  const base = () => `/portal/projects/${project}`;
  test.each([
    ['the dashboard', () => '/portal', 'tasks completed in Twin'],
    ['a project', base, 'tasks completed in Twin'],
    ['its tasks', () => `${base()}/tasks`, 'Stories without an epic'],
    ['its board', () => `${base()}/board`, 'Twin'],
    ['a task', () => `${base()}/tasks/${task}`, 'Status history'],
  ])('%s', async (_, path, words) => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    const errors = errorsOf(page);
    await page.goto(company.server.origin + path());
    expect(await page.textContent('main')).toContain(words);
    await page.waitForLoadState('networkidle');
    expect(await isAlive(page, '/portal/team')).toBe(true);
    expect(errors).toEqual([]);
  });

  test('two sprints of one name are two pieces of news', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await page.goto(company.server.origin + base());
    expect(await page.locator('li', { hasText: /^2 tasks completed in Twin$/ }).count()).toBe(2);
  });

  test('many projects, each a row', async () => {
    // A row has room for the first two pieces of news.
    await sql('delete from app.milestone_change');
    await sql(
      `insert into app.project (tenant_id, client_id, name, status, visibility)
       select tenant_id, client_id, 'Line', 'active', 'client_visible' from app.project, generate_series(1, 5) where id = $1`,
      [project],
    );
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    const errors = errorsOf(page);
    await page.goto(`${company.server.origin}/portal`);
    await page.waitForLoadState('networkidle');
    expect(await page.locator('li:has(h3)').count()).toBeGreaterThan(5);
    expect(await page.locator('li li', { hasText: /^2 tasks completed in Twin$/ }).count()).toBe(2);
    expect(await isAlive(page, '/portal/team')).toBe(true);
    expect(errors).toEqual([]);
  });
});

describe('the staff pages stay alive', () => {
  const base = () => `/staff/projects/${project}`;
  test.each([
    ['who can see a task', () => `/staff/visibility/task/${task}`, 'Dana Whitfield'],
    ['the board', () => `${base()}?sprint=${sprint}`, 'Twin'],
    ['the tasks', () => `${base()}/tasks?search=twin`, 'Twin'],
    ['a task', () => `${base()}/tasks/${task}`, 'Twin'],
    ['the backlog', () => `${base()}/backlog`, 'Backlog'],
    ['the epics', () => `${base()}/epics`, 'Twin'],
    ['a sprint', () => `${base()}/sprints/${sprint}`, 'Over capacity'],
    ['the milestones', () => `${base()}/milestones`, 'Milestones'],
    ['the settings', () => `${base()}/settings`, 'Settings'],
    ['reports', () => '/staff/reports', 'Agent'],
    ['the client', () => '/staff/clients', 'Nexus Corp'],
  ])('%s', async (_, path, words) => {
    const page = await chromium.newPage();
    await signIn(page, company, 'marta@');
    const errors = errorsOf(page);
    await page.goto(company.server.origin + path());
    expect(await page.textContent('main')).toContain(words);
    await page.waitForLoadState('networkidle');
    expect(await isAlive(page, '/staff/visibility-log')).toBe(true);
    expect(errors).toEqual([]);
  });

  test('what a client would gain', async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'marta@');
    const errors = errorsOf(page);
    await page.goto(`${company.server.origin}/staff/visibility/task/${hiddenTask}`);
    await page.waitForLoadState('networkidle');
    await page.click('text=Preview sharing');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    // The epic's and its story's.
    expect(await dialog.locator('li', { hasText: /^Twin: / }).count()).toBeGreaterThan(1);
    await dialog.getByText('Cancel').click();
    await dialog.waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
  });
});
