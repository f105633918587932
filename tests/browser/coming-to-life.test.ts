/** Between its HTML and its script a page is in use already: what is done in that time stays. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { idsOf } from './support/pages.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
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

test('a file that somebody opened the preview of is shown', async () => {
  const { portal } = await idsOf(company);
  const page = await chromium.newPage();
  const comeToLife = await openHeld(page, `/portal/tickets/${portal.ticketId}`);
  await page.getByText('Preview of shown.txt').click();
  expect(await page.getByRole('link', { name: 'Open it in a tab of its own' }).isVisible()).toBe(true);
  await comeToLife();
  await page.locator('iframe[title="shown.txt"]').waitFor();
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
