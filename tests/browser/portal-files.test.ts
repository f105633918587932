/** A client looks for a file: by script and without, on a phone, in light and dark, and while another one arrives. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { keyOf } from '../../src/lib/server/files/ledger-of.ts';
import { keep } from '../files/support/bytes.ts';
import { aDesk, type Desk } from '../portal/ticket-desk.ts';
import { seriousFlaws } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { anAttachment, type Ticket } from '../support/ticket-builders.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { hears } from './support/live.ts';
import { signIn } from './support/sign-in.ts';

const directory = mkdtempSync(join(tmpdir(), 'portal-files-page-'));
let company: SampleCompany;
let chromium: TestBrowser;
let desk: Desk;
let ticket: Ticket;

const hang = (name: string, values: Record<string, unknown> = {}) =>
  anAttachment(company.database, desk.nexus, {
    ...{ record_id: ticket.id, name, visibility: 'client_visible', shared_at: '2026-03-01T12:00Z' },
    ...values,
  });

beforeAll(async () => {
  [company, chromium] = await Promise.all([
    startSampleCompany({ FILES_DIRECTORY: directory }),
    launchBrowser(),
  ]);
  await company.database.admin.query('truncate app.attachment');
  desk = await aDesk(company);
  ticket = await desk.ticket({ title: 'Printer prints nothing' });
  const { id } = await hang('Minutes_of-March.txt', { shared_at: '2026-03-03T12:00Z', size_bytes: 17 });
  await keep(await diskStorage(directory), keyOf(id), Buffer.from('what was said ...'));
  await company.database.admin.query(
    `insert into app.attachment (tenant_id, id, record_id, name, size_bytes, state, media_type, sha256, author_name, visibility, shared_at)
     select $1, gen_random_uuid(), $2, 'plan-' || g || repeat('_with_a_long_name', g % 9) || '.pdf', g * 9999, 'ready', 'application/pdf',
            repeat('0', 64), 'Somebody', 'client_visible', timestamptz '2026-02-01' + g * interval '1 minute' from generate_series(1, 1000) g`,
    [ticket.tenant_id, ticket.id],
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
  rmSync(directory, { recursive: true, force: true });
});

const at = (path = '') => `${company.server.origin}/portal/files${path}`;
const rows = (page: Page) => page.getByRole('list', { name: 'Files' }).locator(':scope > li');

test('somebody finds a file by the beginning of its name, looks at it, and goes to its ticket', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await page.goto(`${company.server.origin}/portal`);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Files' }).click();
  await page.waitForURL('**/portal/files');
  expect(await rows(page).count()).toBe(25);
  expect(await page.getByText('1,001 files').or(page.getByText('1001 files')).count()).toBe(1);
  await page.fill('[name=search]', 'minu');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/portal/files?search=minu**');
  await expect.poll(() => rows(page).count()).toBe(1);
  await page.getByText('Preview').click();
  const frame = page.frameLocator('iframe[title="Minutes_of-March.txt"]');
  expect(await frame.locator('body').innerText()).toContain('what was said');
  await page.getByRole('link', { name: /Printer prints nothing/ }).click();
  await page.waitForURL(`**/portal/tickets/${ticket.id}`);
  await page.close();
});

test('without a script it searches, orders and pages by the address alone', async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false });
  await signIn(page, company, 'dana.');
  await page.goto(at());
  await page.selectOption('[name=sort]', 'largest');
  await page.selectOption('[name=per]', '50');
  await page.click('button:has-text("Search")');
  expect(await rows(page).count()).toBe(50);
  expect(await rows(page).first().innerText()).toContain('plan-1000');
  await page.getByRole('link', { name: 'Next' }).click();
  expect(await rows(page).first().innerText()).toContain('plan-950');
  await page.goto(at('?search=nothing-is-called-so'));
  expect(await page.getByText('No matching files').count()).toBe(1);
  await page.goto(at('?page=999'));
  expect(await page.getByText("There's nothing on this page").count()).toBe(1);
  await page.close();
});

test('a file that arrives appears, and one that is hidden goes', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  await hears(page, () => page.goto(at()), 'tickets');
  const { id } = await hang('arrived.txt', { shared_at: null });
  await expect.poll(() => rows(page).first().innerText()).toContain('arrived.txt');
  await company.database.admin.query("update app.record set visibility = 'internal_only' where id = $1", [
    id,
  ]);
  await expect.poll(() => rows(page).first().innerText()).not.toContain('arrived.txt');
  await page.close();
});

test('it fits a phone, in light and dark, and a screen reader can use it', async () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [360, 1440]) {
      const page = await chromium.newPage({ colorScheme, width });
      await signIn(page, company, 'dana.');
      await page.goto(at());
      expect(await seriousFlaws(page)).toEqual([]);
      await page.getByText('Preview').first().click();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
      ).toBeLessThanOrEqual(0);
      if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${colorScheme}-${width}.png`) }); // prettier-ignore
      await page.close();
    }
}, 120_000);
