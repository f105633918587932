/** Dates, times and numbers by the reader's locale: the same words from the server and after scripts have started, and from the moment of a choice. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let paths: { portal: string; staff: string; roadmap: string };

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  const project = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  const ticket = await company.idOf(
    `update app.ticket set created_at = '2025-03-03T14:05:09Z' where id = (
       select t.id from app.ticket t join app.tenant n using (tenant_id)
        where n.name like 'Halden%' and t.merged_into_id is null order by t.id limit 1)
     returning id`,
  );
  await company.database.admin.query(`update app.tenant set time_zone = 'UTC'`);
  paths = {
    portal: `/portal/projects/${project}`,
    staff: `/staff/tickets/${ticket}`,
    roadmap: `/staff/projects/${project}/roadmap`,
  };
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/**
 * All that a page says of dates and numbers as it stands, and as the server wrote it: moments and days with what a hover shows, cells of
 * tables, and charts.
 */
const written = (page: Page, html: string) =>
  page.evaluate((sent) => {
    const wordsOf = (whole: Document) =>
      [...whole.querySelectorAll('main time, main svg text, main svg title, main svg desc, main td')].map(
        (element) => `${element.textContent.trim()} | ${element.getAttribute('title') ?? ''}`,
      );
    return { shown: wordsOf(document), sent: wordsOf(new DOMParser().parseFromString(sent, 'text/html')) };
  }, html);

test.each([
  ['en-GB', 'Mon 3 Mar 2025, 14:05'],
  ['en-US', 'Mon, Mar 3, 2025, 2:05 PM'],
  ['en-CA', 'Mon, Mar 3, 2025, 2:05 p.m.'],
  ['en-AU', 'Mon 3 Mar 2025, 2:05 pm'],
  ['en-IN', 'Mon 3 Mar 2025, 2:05 pm'],
  ['de-DE', 'Mon 3 Mar 2025, 14:05'],
  ['de-CH', 'Mon 3 Mar 2025, 14:05'],
  ['fr-FR', 'Mon 3 Mar 2025, 14:05'],
  ['nl-NL', 'Mon 3 Mar 2025, 14:05'],
  ['es-ES', 'Mon 3 Mar 2025, 14:05'],
  ['fi-FI', 'Mon 3 Mar 2025, 14.05'],
  ['ko-KR', 'Mon, Mar 3, 2025, 2:05 PM'],
  ['ar-EG', 'Mon 3 Mar 2025, 2:05 PM'],
])('a browser in %s shows what the server wrote', async (locale, moment) => {
  const page = await chromium.newPage({ locale });
  const look = async (path: string) => {
    const answer = await page.goto(company.server.origin + path);
    const { shown, sent } = await written(page, (await answer?.text()) ?? '');
    expect(sent.length).toBeGreaterThan(3);
    expect(shown).toEqual(sent);
    return shown;
  };
  for (const who of ['dana.', 'tom@']) await signIn(page, company, who);
  await look(paths.portal);
  await look(paths.roadmap);
  expect((await look(paths.staff)).map((text) => text.split(' | ')[0])).toContain(moment);
  await page.context().close();
});

test.each([
  ['with a script, on a desktop', true, 1440],
  ['without, on a phone', false, 390],
] as const)('a format is chosen %s, and holds on the next page', async (_, javaScriptEnabled, width) => {
  await company.database.admin.query('update app.staff_member set locale = null');
  const page = await chromium.newPage({ javaScriptEnabled, width, locale: 'de-DE' });
  await signIn(page, company, 'tom@');
  await page.goto(`${company.server.origin}/staff`);
  await page.getByRole('link', { name: 'Your settings' }).click();
  await page.waitForURL('**/staff/account');
  const field = page.getByLabel('Date and number format', { exact: true });
  expect(await field.inputValue()).toBe('');
  await field.selectOption('en-US');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await field.inputValue()).toBe('en-US');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  // By a link, so that with scripts no page is made anew on the server.
  await page.getByRole('link', { name: 'Tickets', exact: true }).click();
  await page.waitForURL('**/staff/tickets');
  await page.evaluate((path) => {
    const link = document.createElement('a');
    link.href = path;
    document.querySelector('main')?.append(link);
    link.click();
  }, paths.staff);
  await page.waitForURL(`**${paths.staff}`);
  const raised = page.locator('main time[datetime="2025-03-03T14:05:09Z"]').first();
  await expect.poll(() => raised.textContent()).toBe('Mon, Mar 3, 2025, 2:05 PM');
  expect(await raised.getAttribute('title')).toBe('Monday, March 3, 2025 at 2:05:09 PM UTC');
  await page.context().close();
});
