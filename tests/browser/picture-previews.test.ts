/** Pictures on the pages of both sides: what is shown is what the worker made; what people sent is never asked for to show it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskStorage } from '../../src/lib/server/files/disk-storage.ts';
import { keyOf } from '../../src/lib/server/files/ledger-of.ts';
import { keep } from '../files/support/bytes.ts';
import { blackPng, gif, marked } from '../files/support/pictures.ts';
import { aDesk, type Desk } from '../portal/ticket-desk.ts';
import { seriousFlaws } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { anAttachment, type Ticket } from '../support/ticket-builders.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { until } from '../worker/process.ts';
import { hears } from './support/live.ts';
import { signIn } from './support/sign-in.ts';

const directory = mkdtempSync(join(tmpdir(), 'portal-pictures-page-'));
let company: SampleCompany;
let chromium: TestBrowser;
let desk: Desk;
let ticket: Ticket;
const tooLarge = 'Too large to preview: 16,000 × 16,000 pixels. Download it to view it.';
const unreadable = "No preview: we couldn't read this image. Download it to view it.";

/** A picture on the ticket that nobody has looked at. Its id. */
async function send(name: string, bytes: Buffer, values: Record<string, unknown> = {}): Promise<string> {
  const id = crypto.randomUUID();
  await keep(await diskStorage(directory), keyOf(id), bytes);
  await anAttachment(company.database, desk.nexus, {
    ...{ id, record_id: ticket.id, name, size_bytes: bytes.length, visibility: 'client_visible' },
    ...{ state: 'checking', media_type: 'application/octet-stream', sha256: null, ...values },
  });
  return id;
}

beforeAll(async () => {
  [company, chromium] = await Promise.all([
    startSampleCompany({ REALMS: 'client,staff,worker', FILES_DIRECTORY: directory }),
    launchBrowser(),
  ]);
  await company.database.admin.query('truncate app.attachment');
  desk = await aDesk(company);
  ticket = await desk.ticket({ title: 'Printer prints black' });
  await send('hall.jpg', await marked(4000, 2000).jpeg().toBuffer());
  await send('moving.gif', gif([400, 400], 2_000));
  await send('plan.png', await blackPng(16_000, 16_000, { depth: 1 }));
  const broken = await blackPng(64, 64);
  await send('broken.png', broken.subarray(0, broken.length - 20));
  const previews = async () =>
    (
      await company.database.admin.query<{ preview: string }>(
        'select preview::text from app.attachment order by name',
      )
    ).rows.map(({ preview }) => preview);
  await until(previews, (all) => all.join() === 'failed,ready,ready,too_large');
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
  rmSync(directory, { recursive: true, force: true });
});

const at = (path: string) => company.server.origin + path;
/** Files that a page asks for, as the ends of their addresses. */
function asked(page: Page): string[] {
  const seen: string[] = [];
  page.on('request', (request) => {
    const [, rest] = /\/files\/[0-9a-f-]{36}(.*)$/.exec(request.url()) ?? [];
    if (rest !== undefined && request.resourceType() !== 'document') seen.push(rest);
  });
  return seen;
}
const shown = (page: Page, name: string) => page.locator(`img[alt="${name}"]`);
const widthOf = (page: Page, name: string) =>
  shown(page, name).evaluate((img: HTMLImageElement) => (img.complete ? img.naturalWidth : 0));
const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
/** Kept for a look where PICTURES names a directory. */
async function picture(page: Page, name: string) {
  if (process.env.PICTURES)
    await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage: true });
}

test.each([
  ['the portal', 'dana.', 'portal', 1440, 'light'],
  ['the portal', 'dana.', 'portal', 390, 'dark'],
  ['the staff side', 'marta@', 'staff', 1440, 'dark'],
  ['the staff side', 'marta@', 'staff', 390, 'light'],
] as const)(
  'a ticket on %s shows previews (%s, %s, %i pixels, %s)',
  async (_side, person, realm, width, colorScheme) => {
    const page = await chromium.newPage({ width, colorScheme });
    await signIn(page, company, person);
    const requests = asked(page);
    await page.goto(at(`/${realm}/tickets/${ticket.id}`));
    for (const [name, wide] of [
      ['hall.jpg', 1600],
      ['moving.gif', 400],
    ] as const) {
      await shown(page, name).scrollIntoViewIfNeeded();
      await expect.poll(() => widthOf(page, name)).toBe(wide);
      expect((await shown(page, name).boundingBox())!.height).toBeLessThan(200);
    }
    expect(await page.getByText(tooLarge).count()).toBe(1);
    expect(await page.getByText(unreadable).count()).toBe(1);
    expect(await shown(page, 'plan.png').count()).toBe(0);
    expect(new Set(requests)).toEqual(new Set(['/preview']));
    expect(await overflowOf(page)).toBe(0);
    expect(await seriousFlaws(page)).toEqual([]);
    await picture(page, `pictures-${realm}-${width}-${colorScheme}`);
    // By its link it is saved, and not opened.
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'plan.png', exact: true }).click();
    expect((await saved).suggestedFilename()).toBe('plan.png');
    await page.close();
  },
);

test('the list of files shows them on demand, and without a script it shows where they are', async () => {
  const page = await chromium.newPage({ width: 390 });
  await signIn(page, company, 'dana.');
  const requests = asked(page);
  await page.goto(at('/portal/files'));
  expect(requests).toEqual([]);
  expect(await page.getByText(tooLarge).count()).toBe(1);
  await page.locator('summary', { hasText: 'Preview of hall.jpg' }).click();
  await expect.poll(() => widthOf(page, 'hall.jpg')).toBe(1600);
  const box = (await shown(page, 'hall.jpg').boundingBox())!;
  expect(Math.abs(box.width / box.height - 2)).toBeLessThan(0.1);
  expect(new Set(requests)).toEqual(new Set(['/preview']));
  expect(await overflowOf(page)).toBe(0);
  expect(await seriousFlaws(page)).toEqual([]);
  await picture(page, 'pictures-list-390');
  await page.close();

  const plain = await chromium.newPage({ javaScriptEnabled: false });
  await signIn(plain, company, 'dana.');
  const plainly = asked(plain);
  await plain.goto(at(`/portal/tickets/${ticket.id}`));
  await shown(plain, 'hall.jpg').scrollIntoViewIfNeeded();
  await expect.poll(() => plainly).toContain('/preview');
  expect(plainly).not.toContain('');
  await plain.close();
});

test('a picture that waits says so, and its preview comes onto the open page', async () => {
  const page = await chromium.newPage();
  await signIn(page, company, 'dana.');
  const news = (is: 'disable' | 'enable') =>
    company.database.admin.query(`alter table app.attachment ${is} trigger write_outbox_of_picture`);
  await news('disable');
  const id = await send('later.png', await blackPng(30, 20), {
    ...{ state: 'ready', media_type: 'image/png', sha256: '0'.repeat(64), preview: 'waiting' },
  });
  await news('enable');
  await hears(page, () => page.goto(at(`/portal/tickets/${ticket.id}`)), 'tickets');
  expect(await page.getByText('Preparing preview…').count()).toBe(1);
  expect(await shown(page, 'later.png').count()).toBe(0);
  await company.database.admin.query(
    `insert into app.outbox (tenant_id, kind, record_id) select tenant_id, 'preview_picture', id from app.attachment where id = $1`,
    [id],
  );
  await shown(page, 'later.png').waitFor();
  expect(await page.getByText('Preparing preview…').count()).toBe(0);
  await page.close();
});
