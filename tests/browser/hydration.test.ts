/** Between its HTML and its script a page is in use already: what is done in that time stays. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { idsOf } from './support/pages.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let ids: Awaited<ReturnType<typeof idsOf>>;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  ids = await idsOf(company);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** A page before its script has come, of the team's or a client's; resolves to what lets the script come. */
async function openHeld(page: Page, path: string) {
  await signIn(page, company, path.startsWith('/staff') ? 'marta@' : 'dana.');
  const release = await holdScripts(page);
  await page.goto(company.server.origin + path, { waitUntil: 'commit' });
  return async () => {
    // A page that is alive listens to what changes.
    const listens = page.waitForRequest(/\/live\./);
    release();
    await listens;
    await page.waitForTimeout(500);
  };
}

const aTask = () =>
  company.idOf(
    `select '/staff/projects/' || project_id || '/tasks/' || id || '?edit' as id
       from app.task where title = 'API reference for partners'`,
  );
const aTicket = () =>
  company.idOf(
    `select '/staff/tickets/' || t.id as id from app.ticket t where t.status = 'open' and t.merged_into_id is null order by t.number limit 1`,
  );

test('a disclosure that was opened before hydration stays open', async () => {
  const page = await chromium.newPage();
  const hydrate = await openHeld(page, await aTicket());
  const merge = page.getByLabel(/Another .* ticket/);
  await page.getByText('Merge into another ticket').click();
  expect(await merge.isVisible()).toBe(true);
  await hydrate();
  expect(await merge.isVisible()).toBe(true);
  await page.getByText('Merge into another ticket').click();
  expect(await merge.isVisible()).toBe(false);
});

test('a file that somebody opened the preview of is shown', async () => {
  const { portal } = ids;
  const page = await chromium.newPage();
  const hydrate = await openHeld(page, `/portal/tickets/${portal.ticketId}`);
  await page.getByText('Preview of shown.txt').click();
  expect(await page.getByRole('link', { name: 'Open in a new tab' }).isVisible()).toBe(true);
  await hydrate();
  await page.locator('iframe[title="shown.txt"]').waitFor();
});

test('the cursor is where somebody put it', async () => {
  const page = await chromium.newPage();
  const hydrate = await openHeld(page, await aTask());
  const area = page.getByLabel('Description').first();
  await area.waitFor();
  const selection = () =>
    area.evaluate((one: HTMLTextAreaElement) => [one.selectionStart, one.selectionEnd, one.value.length]);
  await area.focus();
  await area.evaluate((one: HTMLTextAreaElement) => one.setSelectionRange(3, 9));
  const [, , length] = await selection();
  await hydrate();
  expect(await selection()).toEqual([3, 9, length]);
  await page.keyboard.type('abc');
  expect(await selection()).toEqual([6, 6, (length ?? 0) - 3]);
});

describe('what is chosen', () => {
  const inProject = (realm: 'portal' | 'staff', path: string) => () =>
    `/${realm}/projects/${ids[realm].projectId}${path}`;
  const unfolded = (choose: (page: Page) => Promise<unknown>) => async (page: Page) => {
    await page.locator('summary', { hasText: 'Filters' }).click();
    await choose(page);
  };
  const second = (name: string) => (page: Page) =>
    page.locator(`select[name=${name}]`).selectOption({ index: 1 });
  const first = (name: string) => (page: Page) => page.locator(`input[name=${name}]`).first().check();
  const day = (name: string) => (page: Page) => page.fill(`[name=${name}]`, '2026-01-02');
  const cases: [string, () => string, (page: Page) => Promise<unknown>, RegExp][] = [
    [
      'the priority of a client’s tickets',
      () => '/portal/tickets',
      unfolded(second('priority')),
      /priority=\w/,
    ],
    ['the day of a client’s tickets', () => '/portal/tickets', unfolded(day('from')), /from=2026-01-02/],
    ['the order of a client’s tasks', inProject('portal', '/tasks'), second('sort'), /sort=\w/],
    ['the sprint of a client’s board', inProject('portal', '/board'), second('sprint'), /sprint=\w/],
    ['the order of a client’s files', () => '/portal/files', second('sort'), /sort=\w/],
    ['a status of the queue', () => '/staff/tickets', unfolded(first('status')), /status=\w/],
    ['the assignee of the queue', () => '/staff/tickets', unfolded(second('assignee')), /assignee=me/],
    ['a status of tasks', inProject('staff', '/tasks'), unfolded(first('status')), /status=\w/],
    ['whose ticket is raised', () => '/staff/tickets/new', second('terms'), /terms=\w/],
  ];
  test.each(cases)('to filter by is applied: %s', async (_, path, choose, address) => {
    const page = await chromium.newPage();
    const hydrate = await openHeld(page, path());
    await choose(page);
    await hydrate();
    await expect.poll(() => page.url()).toMatch(address);
  });

  test.each(cases)(
    'to filter by is shown no more once one has gone back: %s',
    async (_, path, choose, address) => {
      const page = await chromium.newPage();
      await signIn(page, company, path().startsWith('/staff') ? 'marta@' : 'dana.');
      await page.goto(company.server.origin + path());
      const controls = page.locator('main form:not([method=post])').locator('select, input');
      const standing = () =>
        controls.evaluateAll((all) =>
          (all as HTMLInputElement[]).map((one) => (one.type === 'checkbox' ? one.checked : one.value)),
        );
      const before = await standing();
      await choose(page);
      await page.waitForURL(address);
      await expect.poll(standing).not.toEqual(before);
      await page.goBack();
      await expect.poll(standing).toEqual(before);
    },
  );

  const typed: [string, () => string][] = [
    ['a client’s tickets', () => '/portal/tickets'],
    ['a client’s tasks', inProject('portal', '/tasks')],
    ['a client’s files', () => '/portal/files'],
    ['the queue', () => '/staff/tickets'],
    ['tasks', inProject('staff', '/tasks')],
    ['projects', () => '/staff/projects'],
  ];
  test.each(typed)('words to search for stay: %s', async (_, path) => {
    const page = await chromium.newPage();
    const hydrate = await openHeld(page, path());
    const box = page.locator('input[name=search]').first();
    await box.fill('conv');
    await hydrate();
    expect(await box.inputValue()).toBe('conv');
  });

  test('to change a setting to is set', async () => {
    const page = await chromium.newPage();
    const id = ids.staff.projectId;
    const hydrate = await openHeld(page, `/staff/projects/${id}/settings`);
    const may = () =>
      company.idOf('select client_may_comment::text as id from app.project where id = $1', [id]);
    const before = await may();
    await page.locator('#commenting').selectOption(before === 'true' ? 'false' : 'true');
    await hydrate();
    await expect.poll(may).toBe(before === 'true' ? 'false' : 'true');
    await company.database.admin.query('update app.project set client_may_comment = $2 where id = $1', [
      id,
      before,
    ]);
  });

  test('a status to move to is moved to', async () => {
    const page = await chromium.newPage();
    const hydrate = await openHeld(page, (await aTask()).replace('?edit', ''));
    await page.getByLabel('Change status').selectOption('blocked');
    await hydrate();
    const status = () =>
      company.idOf(`select status as id from app.task where title = 'API reference for partners'`);
    await expect.poll(status).toBe('blocked');
  });

  test('text is kept as a draft', async () => {
    const { portal } = ids;
    const page = await chromium.newPage();
    const hydrate = await openHeld(page, `/portal/projects/${portal.projectId}/tasks/${portal.taskId}`);
    await page.fill('textarea[name=body]', 'Early words');
    await hydrate();
    await page.reload();
    await expect.poll(() => page.inputValue('textarea[name=body]')).toBe('Early words');
  });
});

test.each([
  ['of a client', 'dana.', '/portal/tickets'],
  ['of the team', 'marta@', '/staff/tickets'],
])('what changes while a later page %s is on its way is on it', async (_, address, list) => {
  const { rows } = await company.database.admin.query<{ id: string; title: string }>(
    `select t.id, t.title from app.ticket t join app.client c on c.id = t.client_id
      where t.shared and t.status = 'open' and c.name = 'Nexus Corp' order by t.number limit 1`,
  );
  const { id, title } = rows[0]!;
  const page = await chromium.newPage();
  await signIn(page, company, address);
  const listens = page.waitForResponse(/\/live\.tickets/);
  await page.goto(company.server.origin + list);
  await listens;
  const release = await holdScripts(page);
  // It is answered once all is read.
  const read = page.waitForResponse(/__data\.json/);
  await page.getByRole('link', { name: title }).first().click();
  await read;
  const words = `Written while it came, ${list}`;
  await company.database.admin.query(
    `insert into app.message (tenant_id, ticket_id, body, author_name, visibility)
     select tenant_id, id, $2, 'Jonas', 'client_visible' from app.ticket where id = $1`,
    [id, words],
  );
  await page.waitForTimeout(500);
  release();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByText(words).waitFor();
});
