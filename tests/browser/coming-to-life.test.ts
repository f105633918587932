/** Between its HTML and its script a page is in use already: what is done in that time stays. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';

let company: SampleCompany;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** A page of the team's, as a manager sees it before its script has come; resolves to what lets the script come. */
async function openHeld(page: Page, path: string) {
  await page.goto(`${company.server.origin}/staff/sign-in`);
  const marta = company.accounts.find(({ email }) => email.startsWith('marta@'));
  await page.fill('[name=email]', marta?.email ?? '');
  await page.fill('[name=password]', marta?.password ?? '');
  await page.click('button[type=submit]');
  await page.waitForURL('**/staff');
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

test('what somebody opened is open', async () => {
  const page = await chromium.newPage();
  const comeToLife = await openHeld(page, await aTicket());
  const merge = page.getByLabel('Another ticket of');
  await page.getByText('Merge into another ticket').click();
  expect(await merge.isVisible()).toBe(true);
  await comeToLife();
  expect(await merge.isVisible()).toBe(true);
  await page.getByText('Merge into another ticket').click();
  expect(await merge.isVisible()).toBe(false);
});

test('the cursor is where somebody put it', async () => {
  const page = await chromium.newPage();
  const comeToLife = await openHeld(page, await aTask());
  const area = page.getByLabel('Description');
  await area.waitFor();
  const selection = () =>
    area.evaluate((one: HTMLTextAreaElement) => [one.selectionStart, one.selectionEnd, one.value.length]);
  await area.focus();
  await area.evaluate((one: HTMLTextAreaElement) => one.setSelectionRange(3, 9));
  const [, , length] = await selection();
  await comeToLife();
  expect(await selection()).toEqual([3, 9, length]);
  await page.keyboard.type('abc');
  expect(await selection()).toEqual([6, 6, (length ?? 0) - 3]);
});
