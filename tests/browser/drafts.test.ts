/** What somebody has half typed is kept in their tab, and goes with their session. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let taskPage: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  taskPage = await company.idOf(
    `select format('/portal/projects/%s/tasks/%s', project_id, id) as id from app.task where title = 'API performance work'`,
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const words = 'Not for the next person at this desk';
const drafts = (page: Page) =>
  page.evaluate(() => Object.entries(sessionStorage).filter(([key]) => key.startsWith('draft ')));

async function signIn(page: Page, realm: 'portal' | 'staff', organisation: string, role: string) {
  const { email, password } = company.account(organisation, role);
  await page.goto(`${company.server.origin}/${realm}/sign-in`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL(`**/${realm}`);
}

/** A client's tab in which a comment is half typed, and something that is no draft is kept, too. */
async function halfTyped(page: Page) {
  await signIn(page, 'portal', 'Nexus Corp', 'Client Admin');
  await page.goto(company.server.origin + taskPage);
  await page.fill('textarea[name=body]', words);
  await expect.poll(() => drafts(page)).toEqual([[expect.any(String), words]]);
  await page.evaluate(() => sessionStorage.setItem('kept', 'on'));
  return page;
}

async function expectDropped(page: Page) {
  await expect.poll(() => drafts(page)).toEqual([]);
  expect(await page.evaluate(() => sessionStorage.getItem('kept'))).toBe('on');
}

test('a client signs out: the draft is dropped, and not there when they come back', async () => {
  const page = await halfTyped(await chromium.newPage());
  await page.click('text=Sign out');
  await page.waitForURL('**/portal/sign-in');
  await expectDropped(page);
  await signIn(page, 'portal', 'Nexus Corp', 'Client Admin');
  await page.goto(company.server.origin + taskPage);
  await page.waitForLoadState('networkidle');
  expect(await page.inputValue('textarea[name=body]')).toBe('');
});

test('a session that has ended takes the draft with it', async () => {
  const page = await halfTyped(await chromium.newPage());
  await company.database.admin.query('delete from identity.client_session');
  // The page's stream ends with it, and leads there.
  await page.waitForURL('**/portal/sign-in');
  await expectDropped(page);
});

test('staff who sign out drop what their tab keeps', async () => {
  const page = await chromium.newPage();
  await signIn(page, 'staff', 'Halden & Pike Delivery', 'Manager');
  await halfTyped(page);
  await page.goto(`${company.server.origin}/staff`);
  expect(await drafts(page)).toHaveLength(1);
  await page.click('text=Sign out');
  await page.waitForURL('**/staff/sign-in');
  await expectDropped(page);
});
