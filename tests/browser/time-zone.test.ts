/** The company's time zone: chosen on its settings, whose page says what time it is there, and shown on every page of the team. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
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

const kept = () => company.idOf(`select time_zone as id from app.tenant where name like 'Halden%'`);
/** "14:05", or a minute later: the page may have been made in the minute before. */
const times = (zone: string) =>
  [0, 1].map((minutes) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(
      Date.now() - minutes * 60_000,
    ),
  );

test.each([
  ['with a script, on a desktop', true, 1440, 'Asia/Katmandu'],
  ['without, on a phone', false, 390, 'America/Denver'],
] as const)('is chosen %s', async (_, javaScriptEnabled, width, zone) => {
  await company.database.admin.query(`update app.tenant set time_zone = 'Europe/Berlin'`);
  const page = await chromium.newPage({ width, javaScriptEnabled });
  await signIn(page, company, 'tom@');
  await page.goto(`${company.server.origin}/staff/settings`);
  const field = page.getByLabel('Time zone', { exact: true });
  const clock = page.getByText(/Local time there: /);
  expect(await field.inputValue()).toBe('Europe/Berlin');
  expect(times('Europe/Berlin')).toContain(/\d\d:\d\d/.exec((await clock.textContent()) ?? '')?.[0]);

  await field.selectOption(zone);
  // The clock follows what is chosen before it is saved, where a script runs.
  if (javaScriptEnabled)
    await expect
      .poll(async () => times(zone).includes(/\d\d:\d\d/.exec((await clock.textContent()) ?? '')?.[0] ?? ''))
      .toBe(true);
  expect(await kept()).toBe('Europe/Berlin');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await kept()).toBe(zone);
  expect(await field.inputValue()).toBe(zone);
  expect(times(zone)).toContain(/\d\d:\d\d/.exec((await clock.textContent()) ?? '')?.[0]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
});

test('is that of the moments on the team’s pages, from the moment it is saved', async () => {
  const ticket = await company.idOf(
    `update app.ticket set created_at = '2025-12-01T00:00Z' where id = (
       select t.id from app.ticket t join app.tenant n using (tenant_id) where n.name like 'Halden%' and t.merged_into_id is null order by t.id limit 1)
     returning id`,
  );
  const page = await chromium.newPage();
  await signIn(page, company, 'tom@');
  const raised = page.locator('main time[datetime="2025-12-01T00:00:00Z"]').first();
  for (const [zone, words] of [
    ['America/Denver', 'Sun 30 Nov 2025, 17:00'],
    ['Pacific/Auckland', 'Mon 1 Dec 2025, 13:00'],
  ] as const) {
    await page.goto(`${company.server.origin}/staff/settings`);
    await page.getByLabel('Time zone', { exact: true }).selectOption(zone);
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    // By a link, so that no page is made anew on the server.
    await page.getByRole('link', { name: 'Tickets', exact: true }).click();
    await page.waitForURL('**/staff/tickets');
    await page.evaluate((path) => {
      const link = document.createElement('a');
      link.href = path;
      document.querySelector('main')?.append(link);
      link.click();
    }, `/staff/tickets/${ticket}`);
    await expect.poll(() => raised.textContent()).toBe(words);
  }
});
