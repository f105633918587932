/** An agent writes on a ticket: looks at the text first, is refused over a file, and finds an empty form once it is sent. */
import type { Page } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let folder: string;
let ticket: string;
let terms: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'staff-writing-'));
  [company, chromium] = await Promise.all([
    startSampleCompany({ FILES_DIRECTORY: join(folder, 'store') }),
    launchBrowser(),
  ]);
  ticket = await company.idOf(
    `select id from app.ticket where title = 'Orders from Kestrel Supplies arrive twice since Tuesday'`,
  );
  terms = await company.idOf(`select contract_id || ' ' || client_id as id from app.ticket where id = $1`, [
    ticket,
  ]);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function openAs(options: Parameters<TestBrowser['newPage']>[0], path: string): Promise<Page> {
  const page = await chromium.newPage(options);
  await signIn(page, company, company.account('Halden & Pike Delivery', 'Manager'));
  await page.goto(company.server.origin + path);
  return page;
}
const previewOf = (page: Page, what: string) => page.getByRole('region', { name: `Preview of ${what}` });
const newTicket = () => `/staff/tickets/new?terms=${encodeURIComponent(terms)}`;

test('a reply, a note and a new ticket are looked at before they are sent, by keyboard too', async () => {
  const page = await openAs({}, `/staff/tickets/${ticket}`);
  const write = page.getByRole('region', { name: 'New message', exact: true });
  const reply = write.getByRole('textbox', { name: /Reply to/ });
  await reply.fill('It is **mended**.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await previewOf(page, 'the reply').locator('strong', { hasText: 'mended' }).waitFor();
  expect(await reply.inputValue()).toBe('It is **mended**.');
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Preview of the reply');
  expect(await page.locator('article', { hasText: 'It is mended' }).count()).toBe(0);

  await write.getByRole('button', { name: 'Reply', exact: true }).click();
  await page.locator('article', { hasText: 'It is mended' }).waitFor();
  await expect.poll(() => reply.inputValue()).toBe('');
  expect(await previewOf(page, 'the reply').count()).toBe(0);

  await write.getByRole('link', { name: 'Internal note' }).click();
  await write.getByRole('textbox', { name: /Internal note/ }).fill('- one\n- two');
  await write.getByRole('button', { name: 'Preview of the note' }).click();
  await previewOf(page, 'the note').locator('li', { hasText: 'two' }).waitFor();

  await page.goto(company.server.origin + newTicket());
  await page.getByLabel('Title').fill('Looked at first');
  await page.keyboard.press('Enter');
  await page.getByLabel('Description').fill('All of it *slanted*');
  await page.getByLabel('Priority').selectOption('high');
  await page.getByRole('button', { name: 'Preview of the description' }).click();
  await previewOf(page, 'the description').locator('em', { hasText: 'slanted' }).waitFor();
  expect(await page.getByLabel('Priority').inputValue()).toBe('high');
  await page.getByLabel(/Client Visible: /).check();
  await page.getByRole('button', { name: 'Create ticket' }).click();
  await page.locator('h1', { hasText: 'Looked at first' }).waitFor();
});

test('without JavaScript a preview keeps all that was typed', async () => {
  const page = await openAs({ javaScriptEnabled: false }, `/staff/tickets/${ticket}?write=note`);
  await page.locator('form[action="?/note"] textarea').fill('Only *us*');
  await page.click('form[action="?/note"] button[formaction="?/preview"]');
  expect(await previewOf(page, 'the note').innerHTML()).toContain('<em>us</em>');
  expect(await page.locator('form[action="?/note"] textarea').inputValue()).toBe('Only *us*');

  await page.goto(company.server.origin + newTicket());
  await page.getByLabel('Title').fill('Typed by hand');
  await page.getByLabel('Description').fill('**Bold**');
  await page.getByLabel('Priority').selectOption('low');
  await page.getByLabel(/Internal Only: only your team/).check();
  await page.getByRole('button', { name: 'Preview of the description' }).click();
  expect(await previewOf(page, 'the description').innerHTML()).toContain('<strong>Bold</strong>');
  expect(await page.getByLabel('Title').inputValue()).toBe('Typed by hand');
  expect(await page.getByLabel('Priority').inputValue()).toBe('low');
  await page.getByRole('button', { name: 'Create ticket' }).click();
  expect(await page.textContent('h1')).toBe('Typed by hand');
});

test.each([
  ['reply', /Reply to/, 'Reply'],
  ['note', /Internal note/, 'Add note'],
] as const)(
  'a %s is refused over a file that is gone, and its form is empty once it is sent',
  async (kind, label, say) => {
    const page = await openAs({}, `/staff/tickets/${ticket}${kind === 'note' ? '?write=note' : ''}`);
    const form = page.locator(`form[action="?/${kind}"]`);
    const text = form.getByRole('textbox', { name: label });
    const path = join(folder, `${kind}.txt`);
    writeFileSync(path, 'gone soon');
    await text.fill(`See the file of the ${kind}`);
    await form.getByLabel('Attach files').setInputFiles(path);
    await form.locator('input[name=upload]').waitFor({ state: 'attached' });
    await company.database.admin.query('delete from app.upload');
    await form.getByRole('button', { name: say, exact: true }).click();
    await form.getByRole('alert').getByText(/file/).waitFor();
    expect(await text.inputValue()).toBe(`See the file of the ${kind}`);

    await form.getByRole('button', { name: `Remove ${kind}.txt` }).click();
    // It is empty as soon as it was taken, not only when the page has been told what is new.
    const told = Promise.withResolvers<null>();
    await page.route('**/__data.json*', async (route) => {
      await told.promise;
      await route.continue();
    });
    await form.getByRole('button', { name: say, exact: true }).click();
    await page.locator('article', { hasText: `See the file of the ${kind}` }).waitFor();
    await expect.poll(() => text.inputValue()).toBe('');
    // Neither what came back with the refusal nor the draft of it comes back.
    await page.waitForTimeout(500);
    expect(await text.inputValue()).toBe('');
    await page.reload();
    await page.waitForTimeout(500);
    expect(await text.inputValue()).toBe('');
  },
);

test('a new ticket is refused over a file that is gone, at its files', async () => {
  const page = await openAs({}, newTicket());
  const path = join(folder, 'raise.txt');
  writeFileSync(path, 'gone soon');
  await page.getByLabel('Title').fill('With a file');
  await page.getByLabel(/Internal Only: only your team/).check();
  await page.getByLabel('Attach files').setInputFiles(path);
  await page.locator('input[name=upload]').waitFor({ state: 'attached' });
  await company.database.admin.query('delete from app.upload');
  await page.getByRole('button', { name: 'Create ticket' }).click();
  await page.getByRole('alert').getByText('One of your files has expired. Attach it again.').waitFor();
});
