/** A manager imports a file in three steps: at a desk, on a phone, and without JavaScript. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { flawsOf } from './support/flaws.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let projectId: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

const sample = join(import.meta.dirname, '../domain/import/jira.csv');

async function open(page: Page) {
  await signIn(page, company, company.account('Halden & Pike Delivery', 'Manager'));
  await page.goto(`${company.server.origin}/staff/projects/${projectId}`);
  await page.click('nav[aria-label=Project] >> text=Import');
  await page.waitForSelector('text=Step 1 of 3');
}

const tasks = async () =>
  Number(await company.idOf('select count(*)::text as id from app.task where project_id = $1', [projectId]));

test.each([
  { width: 1440, colorScheme: 'light', javaScriptEnabled: true },
  { width: 360, colorScheme: 'dark', javaScriptEnabled: true },
  { width: 1440, colorScheme: 'light', javaScriptEnabled: false },
] as const)('a Jira export is imported in three steps: %o', async (options) => {
  const page = await chromium.newPage(options);
  const clean = async () => {
    if (options.javaScriptEnabled) expect(await flawsOf(page)).toEqual([]);
  };
  await open(page);
  await clean();
  await page.setInputFiles('input[type=file]', sample);
  await page.click('text=Continue');

  await page.waitForSelector('text=Step 2 of 3');
  await clean();
  expect(await page.locator('[name="column.title"] option:checked').textContent()).toBe('Summary');
  expect(await page.textContent('main')).toContain('Look-up answers slowly');
  await page.selectOption('[name="column.sprint"]', { label: "Don't import" });
  const before = await tasks();
  await page.click('text=Preview import');

  await page.waitForSelector('text=Step 3 of 3');
  await clean();
  expect(await page.textContent('main')).toMatch(/Row 6:\s+We don't recognise the status “Dnoe”/);
  expect(await page.locator('text=/^Import \\d+ tasks$/').count()).toBe(0);
  await page.getByLabel(/^Dnoe/).selectOption('done');
  await page.click('text=Update preview');

  await page.waitForSelector('text=Ready to import');
  await clean();
  expect(await page.inputValue('[name="column.sprint"]')).toBe('');
  expect(await page.getByLabel(/^Dnoe/).inputValue()).toBe('done');
  expect(await page.getByRole('row', { name: /^Tasks/ }).textContent()).toMatch(/4/);
  expect(await tasks()).toBe(before);

  await page.click('text=Import 4 tasks');
  await page.waitForSelector('text=4 tasks imported');
  expect(await tasks()).toBe(before + 4);
});

test.each([
  { width: 390, colorScheme: 'dark', javaScriptEnabled: true },
  { width: 1440, colorScheme: 'light', javaScriptEnabled: false },
] as const)('the row of the headings is found below others, or chosen: %o', async (options) => {
  const page = await chromium.newPage(options);
  await open(page);
  const long = 'A title of the whole sheet that takes more room than any phone has, and then some more';
  await page.fill(
    'textarea[name=text]',
    `${long}\n\nTitle,Status,Parent id\nTitre,Statut,Parent\nUn,Done,10233\n`,
  );
  await page.click('text=Continue');
  await page.waitForSelector('text=Step 2 of 3');
  const chosen = async () => (await page.locator('[name=headings] option:checked').textContent()) ?? '';
  expect(await chosen()).toBe('Row 3: Title · Status · Parent id');
  expect(await page.locator('[name="column.title"] option:checked').textContent()).toBe('Title');

  await page.getByLabel('Row with column names').selectOption('4');
  await page.click('text=Use this row');
  await page.waitForSelector('text=1 row found');
  expect(await chosen()).toBe('Row 4: Titre · Statut · Parent');
  if (options.javaScriptEnabled) expect(await flawsOf(page)).toEqual([]);

  await page.selectOption('[name="column.title"]', { label: 'Titre' });
  await page.click('text=Preview import');
  await page.waitForSelector('text=Step 3 of 3');
  expect(await page.textContent('main')).toMatch(/Row 5:\s+“10233” in “Parent” is ignored/);
  expect(await chosen()).toBe('Row 4: Titre · Statut · Parent');
  if (options.javaScriptEnabled) expect(await flawsOf(page)).toEqual([]);
});

test('a file that is too large is refused before it is sent, and a pasted one keeps its text', async () => {
  const page = await chromium.newPage();
  await open(page);
  const buffer = Buffer.alloc(900_001, 'x');
  await page.setInputFiles('input[type=file]', { name: 'large.csv', mimeType: 'text/csv', buffer });
  await page.waitForSelector('text=The limit is 900 kB and 2,000 rows; split it');
  expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true);

  await page.reload();
  await page.fill('textarea', 'Title,Text\nOne,"open');
  await page.click('text=Continue');
  await page.waitForSelector('text=A quotation mark opened on line 2 is never closed');
  expect(await page.inputValue('textarea')).toBe('Title,Text\nOne,"open');
});
