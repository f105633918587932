/** Epics, stories, sprints, milestones and comments: edited, put in order and deleted in a browser, with and without JavaScript. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { seriousFlaws } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let live: Page;
let plain: Page;
let portal: Page;
let projectId: string;

async function signedIn(who: string, javaScriptEnabled = true): Promise<Page> {
  const page = await chromium.newPage({ javaScriptEnabled });
  await signIn(page, company, who);
  return page;
}

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  live = await signedIn('marta@');
  plain = await signedIn('marta@', false);
  portal = await signedIn('dana.');
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});
beforeEach(async () => {
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name, visibility)
     select tenant_id, client_id, 'Grouped', 'client_visible' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
  for (const [nth, title] of ['Alpha', 'Beta'].entries())
    await company.database.admin.query(
      `insert into app.epic (project_id, title, position, visibility) values ($1, $2, $3, 'client_visible')`,
      [projectId, title, nth],
    );
  for (const [nth, title] of ['First', 'Second'].entries())
    await company.database.admin.query(
      `insert into app.story (project_id, title, position, epic_id, visibility)
       select $1, $2, $3, id, 'client_visible' from app.epic where project_id = $1 and title = 'Alpha'`,
      [projectId, title, nth],
    );
});

const at = (path: string) => `${company.server.origin}/staff/projects/${projectId}${path}`;
const epics = (page: Page) => page.locator('section h2').allTextContents();
const stories = (page: Page, epic: string) =>
  page
    .locator('section', { has: page.getByRole('heading', { name: epic, exact: true }) })
    .locator('h3')
    .allTextContents();
/** Until a list reads so; with JavaScript it changes a moment after the click. */
const reads = (list: () => Promise<string[]>, wanted: string[]) =>
  expect.poll(list, { timeout: 10_000 }).toEqual(wanted);

test.each(['with', 'without'])(
  '%s JavaScript, epics and stories are edited, moved and deleted',
  async (how) => {
    const page = how === 'with' ? live : plain;
    await page.goto(at('/epics'));
    await reads(() => epics(page), ['Alpha', 'Beta']);

    await page.getByRole('button', { name: 'Move epic Beta up' }).click();
    await reads(() => epics(page), ['Beta', 'Alpha']);
    await page.getByRole('button', { name: 'Move story First down' }).click();
    await reads(() => stories(page, 'Alpha'), ['Second', 'First']);

    const first = page.locator('li', { has: page.getByRole('heading', { name: 'First', exact: true }) });
    await first.getByText('Edit story First').click();
    await first.getByLabel('Title').fill('First, renamed');
    await first.getByLabel('Epic').selectOption({ label: 'Beta' });
    await first.getByRole('button', { name: 'Save story' }).click();
    await reads(() => stories(page, 'Beta'), ['First, renamed']);
    await reads(() => stories(page, 'Alpha'), ['Second']);

    const alpha = page.locator('section', { has: page.getByRole('heading', { name: 'Alpha', exact: true }) });
    await alpha.getByText('Delete epic Alpha', { exact: true }).click();
    await alpha.getByText('Its 1 story and its tasks are kept').waitFor();
    if (how === 'with') expect(await seriousFlaws(page)).toEqual([]);
    await alpha.getByRole('button', { name: 'Delete epic Alpha permanently' }).click();
    await reads(() => epics(page), ['Beta', 'Stories without an epic']);
    await reads(() => stories(page, 'Stories without an epic'), ['Second']);

    const second = page.locator('li', { has: page.getByRole('heading', { name: 'Second', exact: true }) });
    await second.getByText('Delete story Second', { exact: true }).click();
    await second.getByRole('button', { name: 'Delete story Second permanently' }).click();
    await reads(() => epics(page), ['Beta']);
  },
);

test('P2 the client’s open page follows the order of the team', async () => {
  await live.goto(at('/epics'));
  await portal.goto(`${company.server.origin}/portal/projects/${projectId}`);
  const delivered = () => portal.locator('li:has([role=progressbar]) > div > h3').allTextContents();
  await reads(delivered, ['Alpha', 'Beta']);
  await portal.waitForTimeout(500);
  await live.getByRole('button', { name: 'Move epic Alpha down' }).click();
  await reads(delivered, ['Beta', 'Alpha']);
});

test('a story’s form keeps what was entered when the server refuses it', async () => {
  for (const page of [live, plain]) {
    await page.goto(at('/epics'));
    const first = page.locator('li', { has: page.getByRole('heading', { name: 'First', exact: true }) });
    await first.getByText('Edit story First').click();
    await first.getByLabel('Title').fill('');
    await first.getByLabel('Summary').fill('Kept');
    await first.getByRole('button', { name: 'Save story' }).click();
    await first.getByText('Enter a title.').waitFor();
    expect(await first.getByLabel('Summary').inputValue()).toBe('Kept');
  }
});

test('a planned sprint, a milestone and a comment are deleted in two steps, each saying what goes', async () => {
  for (const page of [live, plain]) {
    const made = (table: string, values: string) =>
      company.idOf(`insert into app.${table} ${values} returning id`, [projectId]);
    const sprintId = await made(
      'sprint',
      `(project_id, name, starts_on, ends_on) values ($1, 'Next', '2027-05-01', '2027-05-10')`,
    );
    await made(
      'task',
      `(project_id, title, sprint_id) select $1, 'Planned', id from app.sprint where project_id = $1 limit 1`,
    );
    await page.goto(at(`/sprints/${sprintId}`));
    await page.getByText('Delete sprint Next', { exact: true }).click();
    await page.getByText('Its 1 task moves back to the backlog.').waitFor();
    await page.getByRole('button', { name: 'Delete sprint Next permanently' }).click();
    await page.waitForURL('**/sprints');
    expect(await page.getByRole('heading', { name: 'Next' }).count()).toBe(0);

    await made('milestone', `(project_id, title, agreed_on) values ($1, 'Go-live', '2027-05-01')`);
    await page.goto(at('/milestones'));
    await page.getByText('Delete milestone Go-live', { exact: true }).click();
    await page.getByText('Its tasks are kept').waitFor();
    if (page === live) expect(await seriousFlaws(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete milestone Go-live permanently' }).click();
    await page.getByText('No milestones yet').waitFor();

    const taskId = await made('task', `(project_id, title) values ($1, 'Talked about')`);
    await company.database.admin.query(
      `insert into app.text (kind, record_id, body, author_name, visibility) values ('comment', $1, 'Said too much', 'Dana', 'internal_only')`,
      [taskId],
    );
    await page.goto(at(`/tasks/${taskId}`));
    await page.getByText('Delete comment by Dana', { exact: true }).click();
    await page.getByRole('button', { name: 'Delete comment by Dana permanently' }).click();
    await page.getByText('No comments or notes yet.').waitFor();
    await company.database.admin.query('delete from app.task where project_id = $1', [projectId]);
  }
});

test('a milestone whose dates have moved says why it stays', async () => {
  await company.database.admin.query(
    `insert into app.milestone (project_id, title, agreed_on) values ($1, 'Moved', '2027-05-01')`,
    [projectId],
  );
  await company.database.admin.query(
    `update app.milestone set agreed_on = '2027-06-01' where project_id = $1`,
    [projectId],
  );
  await plain.goto(at('/milestones'));
  await plain.getByText('Delete milestone Moved', { exact: true }).click();
  await plain.getByText('its date history must be kept').waitFor();
  expect(await plain.getByRole('button', { name: /Delete milestone Moved/ }).count()).toBe(0);
});

test('the pages fit a phone and a desk, without a serious flaw', async () => {
  await company.database.admin.query(
    `insert into app.milestone (project_id, title, agreed_on, visibility) values ($1, 'Go-live', '2027-05-01', 'client_visible')`,
    [projectId],
  );
  await company.database.admin.query(
    `insert into app.task (project_id, title, milestone_id, visibility) select $1, 'Work', id, 'client_visible' from app.milestone where project_id = $1`,
    [projectId],
  );
  for (const [page, path] of [
    [live, at('/epics')],
    [live, at('/milestones')],
    [live, at('/roadmap')],
    [portal, `${company.server.origin}/portal/projects/${projectId}`],
  ] as const) {
    await page.goto(path);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await seriousFlaws(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});
