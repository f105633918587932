import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { flawsOf } from './support/flaws.ts';
import { hears } from './support/live.ts';
import { signIn, signInByForm } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const client = () => company.account('Nexus Corp', 'Client Admin');
const manager = () => company.account('Halden & Pike Delivery', 'Manager');

/** Opens the first page of the portal as Nexus Corp's Client Admin. */
async function openPortal(page: Page) {
  await signIn(page, company, client());
  await page.goto(`${company.server.origin}/portal`);
}

test('a client sees a task appear on the open page once a staff member marks it Client Visible', async () => {
  const [portal, staff] = [await chromium.newPage(), await chromium.newPage()];
  await signInByForm(portal, company, client());
  await portal.click('text=Platform Rewrite Q1');
  await portal.click('nav[aria-label=Project] >> text=Sprint board');
  await portal.waitForSelector('text=API performance work');
  expect(await portal.locator('text=Prepare change request for webhooks').count()).toBe(0);
  await portal.setViewportSize({ width: 1280, height: 500 });
  await portal.evaluate(() => window.scrollTo(0, 120));

  await signInByForm(staff, company, manager());
  await staff.click('text=Platform Rewrite Q1');
  const card = staff.locator('li', { hasText: 'Prepare change request for webhooks' }).first();
  await card.getByRole('switch').click();

  await portal.waitForSelector('text=Prepare change request for webhooks');
  expect(await portal.evaluate(() => window.scrollY)).toBe(120);
  // The board asks for itself once more.
  await card.locator('[role=switch][aria-checked=true]').waitFor();

  await card.getByRole('switch').click();
  await portal.waitForSelector('text=Prepare change request for webhooks', { state: 'detached' });
});

test('a text typed before hydration stays', async () => {
  const page = await chromium.newPage();
  const hydrate = await holdScripts(page);
  await page.goto(`${company.server.origin}/portal/sign-in`, { waitUntil: 'commit' });
  await page.fill('[name=email]', 'somebody@example.com');
  hydrate();
  await page.waitForFunction(() => document.querySelector('form')?.noValidate);
  await page.waitForTimeout(500);
  expect(await page.inputValue('[name=email]')).toBe('somebody@example.com');
});

test('a page that takes long says that it comes, and the one before stays until it does', async () => {
  const page = await chromium.newPage();
  await openPortal(page);
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/portal/tickets/__data.json*', async (route) => {
    await held;
    await route.continue();
  });
  const loading = page.getByRole('progressbar', { name: 'Loading' });
  expect(await loading.count()).toBe(0);
  const before = await page.getByRole('heading', { level: 1 }).textContent();
  await page.click('nav[aria-label=Main] >> text=Tickets');
  await loading.waitFor({ state: 'attached' });
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(before);
  answer();
  await page.waitForURL('**/portal/tickets');
  await loading.waitFor({ state: 'detached' });
});

test('a server error shows the number of the request, and a retry succeeds', async () => {
  const page = await chromium.newPage();
  await openPortal(page);
  await company.database.admin.query('alter table app.ticket rename to ticket_away');
  try {
    await page.click('nav[aria-label=Main] >> text=Tickets');
    await page.getByText('Something went wrong on our side').waitFor();
    const number = await page.locator('code').textContent();
    expect(number).toMatch(/^[0-9a-f-]{36}$/);
    expect(company.server.log()).toContain(number);
    expect(await page.content()).not.toContain('ticket_away');
    expect(await flawsOf(page)).toEqual([]);
  } finally {
    await company.database.admin.query('alter table app.ticket_away rename to ticket');
  }
  await page.getByRole('link', { name: 'Go to home' }).click();
  await page.waitForURL('**/portal');
  await page.click('nav[aria-label=Main] >> text=Tickets');
  await page.getByRole('heading', { level: 1, name: 'Tickets' }).waitFor();
});

describe('the browser does not ask again for what the server has rendered', () => {
  const project = () => company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const task = () => company.idOf(`select id from app.task where title = 'API performance work'`);
  // What a page tells by being open: that somebody is here, that they look at this, and what it follows.
  const here = ['visits.record', 'live.projects'];
  test.each<[string, 'client' | 'staff', () => string | Promise<string>, string[]]>([
    ['the projects', 'client', () => '/portal', [...here, 'live.tickets']],
    ['a project', 'client', async () => `/portal/projects/${await project()}`, [...here, 'receipts.record']],
    ['its board', 'client', async () => `/portal/projects/${await project()}/board`, here],
    ['its tasks', 'client', async () => `/portal/projects/${await project()}/tasks?search=a`, here],
    [
      'a task',
      'client',
      async () => `/portal/projects/${await project()}/tasks/${await task()}`,
      [...here, 'receipts.record'],
    ],
    ['the team’s board', 'staff', async () => `/staff/projects/${await project()}`, ['live.projects']],
  ])('%s', async (_, who, path, told) => {
    const page = await chromium.newPage();
    await signIn(page, company, who === 'client' ? client() : manager());
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/api/trpc'))
        asked.push(...(new URL(request.url()).pathname.split('/').pop() ?? '').split(','));
    });
    await page.goto(company.server.origin + (await path()));
    await expect.poll(() => new Set(asked)).toEqual(new Set(told));
    await page.waitForTimeout(800);
    expect(new Set(asked)).toEqual(new Set(told));
  });
});

test('an open page whose stream breaks hears of a change again, and of what it missed', async () => {
  const page = await chromium.newPage();
  await hears(page, () => openPortal(page));
  await page.click('text=Platform Rewrite Q1');
  await page.click('nav[aria-label=Project] >> text=Sprint board');
  await page.waitForSelector('text=API performance work');
  const { admin } = company.database;
  const { rowCount } = await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'portal client_app live' and datname = current_database()`,
  );
  expect(rowCount).toBe(1);
  const rename = (from: string, to: string) =>
    admin.query('update app.task set title = $2, version = version + 1 where title = $1', [from, to]);
  await rename('API performance work', 'Missed');
  await page.waitForSelector('text=Missed');
  await rename('Missed', 'Heard');
  await page.waitForSelector('text=Heard');
  await rename('Heard', 'API performance work');
  expect(page.url()).toContain('/board');
});

test('deactivation takes an open page to the sign-in', async () => {
  const page = await chromium.newPage();
  const account = company.account('Orbis Health', 'Client Employee');
  await signIn(page, company, account);
  await hears(page, () => page.goto(`${company.server.origin}/portal`));
  await company.database.admin.query('update app.client_user set active = false where email = $1', [
    account.email,
  ]);
  await page.waitForURL('**/portal/sign-in?next=%2Fportal');
});

test('one signs in and out without JavaScript', async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false });
  await signInByForm(page, company, client());
  await page.click('text=Sign out');
  await page.waitForURL('**/portal/sign-in');
});

test('a staff member shares by keyboard alone, and in bulk with a reason', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, manager());
  const id = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  await page.goto(`${company.server.origin}/staff/projects/${id}/tasks?search=flaky`);
  const toggle = page.getByRole('switch', { name: /Share task/ });
  await toggle.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('[role=switch][aria-checked=true][aria-label*="Share task"]');

  await page.check('table input[type=checkbox]');
  await page.fill('[name=reason]', 'Shared by mistake');
  await page.click('text=Make internal');
  await page.waitForSelector('[role=switch][aria-checked=false][aria-label*="Share task"]');
  await page.goto(`${company.server.origin}/staff/visibility-log`);
  const newest = page.locator('tbody tr').first();
  expect(await newest.textContent()).toMatch(
    /Marta Lind.*Flaky test in the order comparison.*Shared by mistake/s,
  );
});

test('a stale save keeps what was typed and says what happened', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, manager());
  const id = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  await page.goto(`${company.server.origin}/staff/projects/${id}/milestones`);
  const article = page.locator('article', { hasText: 'Go-live' });
  await article.locator('summary', { hasText: 'Edit' }).click();
  await article.locator('[name=description]').fill('Typed meanwhile');
  await company.database.admin.query(
    `update app.milestone set title = 'Go-live, moved', version = version + 1 where title = 'Go-live'`,
  );
  // The page hears of it and shows the new title; the form stays with the version that was open when typing began.
  await page.waitForSelector('h2:has-text("Go-live, moved")');
  await page.locator('article', { hasText: 'Go-live' }).locator('text=Save milestone').click();
  await page.waitForSelector('text=Someone else changed this while you were editing');
  expect(
    await page.locator('article', { hasText: 'Go-live' }).locator('[name=description]').inputValue(),
  ).toBe('Typed meanwhile');
});
