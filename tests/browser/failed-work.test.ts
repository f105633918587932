/** A Manager sees the work that failed, what it was about, and has it tried again, with JavaScript and without. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rowOf } from '../portal/ticket-desk.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { anAttachment, type Ticket } from '../support/ticket-builders.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { flawsOf } from './support/flaws.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let ticket: Ticket & { title: string };
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  ticket = await rowOf(
    company.database,
    `select t.* from app.ticket t join app.tenant n using (tenant_id)
      where t.status = 'open' and n.name = (select n.name from app.staff_member s join app.tenant n using (tenant_id) where s.email like 'marta@%')
      order by t.number, t.id limit 1`,
    [],
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});
beforeEach(() => company.database.admin.query('delete from app.job where died_at is not null'));

const fails = (kind: string, record: string, error: string) =>
  company.database.admin.query(
    `insert into app.job (tenant_id, kind, record_id, next_run_at, attempts, last_error, died_at)
     values ($1, $2, $3, now(), 8, $4, '2026-11-02T10:00Z')
     on conflict (tenant_id, kind, record_id) do update set attempts = 8, last_error = $4, died_at = '2026-11-02T10:00Z', leased_until = null`,
    [ticket.tenant_id, kind, record, error],
  );
const deadJobs = async () =>
  (await company.database.admin.query('select from app.job where died_at is not null')).rowCount;
const address = () => `${company.server.origin}/staff/jobs`;
const rowWith = (page: Page, words: string) => page.locator('tbody tr', { hasText: words });

test.each([
  ['with JavaScript', 1440, 'light', true],
  ['without', 390, 'dark', false],
] as const)('%s (%i pixels, %s)', async (_how, width, colorScheme, javaScriptEnabled) => {
  const page = await chromium.newPage({ width, colorScheme, javaScriptEnabled });
  await signIn(page, company, 'marta@');
  await page.goto(address());
  await page.getByText('No failed jobs').waitFor();
  expect(await page.getByRole('link', { name: 'Failed jobs', exact: true }).count()).toBe(1);

  const { id } = await anAttachment(company.database, ticket, {
    ...{ record_id: ticket.id, name: 'lost.txt', state: 'ready', visibility: 'internal_only' },
  });
  await fails('close_ticket', ticket.id, 'database error 55P03');
  await fails('check_file', id, 'the upload is not of its size');
  await page.goto(`${company.server.origin}/staff/settings`);
  await page.getByRole('link', { name: 'Failed jobs (2)' }).click();
  await page.waitForURL(address());
  const closing = rowWith(page, 'Close a resolved ticket');
  for (const words of [ticket.title, '2 Nov, 11:00', '8', 'database error 55P03'])
    expect(await closing.textContent()).toContain(words);
  expect(await rowWith(page, 'Scan a file for viruses').textContent()).toMatch(
    /lost\.txt.*the upload is not of its size/s,
  );
  if (javaScriptEnabled) expect(await flawsOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  if (process.env.SHOTS)
    await page.screenshot({ path: `${process.env.SHOTS}/jobs-${width}.png`, fullPage: true });

  await closing.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Trying again.').waitFor();
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  expect(await deadJobs()).toBe(1);

  await rowWith(page, 'Scan a file for viruses').getByRole('link').click();
  await page.waitForURL(`**/staff/tickets/${ticket.id}`);
  await page.close();
});

test('a manager who retries a job that another has retried reads that it is gone', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'marta@');
  await fails('close_ticket', ticket.id, 'database error 55P03');
  await page.goto(address());
  await rowWith(page, 'Close a resolved ticket').waitFor();
  await company.database.admin.query('delete from app.job where died_at is not null');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByText('Trying again.').count()).toBe(0);
  await page.close();
});

test('is nothing for a Member: no link leads there, and the page is not theirs', async () => {
  await fails('close_ticket', ticket.id, 'database error 55P03');
  const page = await chromium.newPage();
  await signIn(page, company, 'jonas@');
  await page.goto(`${company.server.origin}/staff/settings`);
  await page.getByRole('link', { name: 'Company settings' }).waitFor();
  expect(await page.getByRole('link', { name: /Failed jobs/ }).count()).toBe(0);
  const response = await page.goto(address());
  expect(response?.status()).toBe(403);
  expect(await page.content()).not.toContain('55P03');
  await page.close();
});
