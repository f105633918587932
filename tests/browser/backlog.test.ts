/** A backlog of two thousand tasks in a browser. */
import type { Locator, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let base: string;
let projectId: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  projectId = await company.idOf(
    `insert into app.project (tenant_id, client_id, name)
     select tenant_id, client_id, 'Two thousand' from app.project where name = 'Platform Rewrite Q1' returning id`,
  );
  for (const [nth, name] of ['Next', 'After that'].entries())
    await company.database.admin.query(
      `insert into app.sprint (tenant_id, client_id, project_id, name, starts_on, ends_on)
       select tenant_id, client_id, id, $2, '2027-06-07'::date + 14 * $3::int, '2027-06-18'::date + 14 * $3::int from app.project where id = $1`,
      [projectId, name, nth],
    );
  base = `${company.server.origin}/staff/projects/${projectId}/backlog`;
});
beforeEach(async () => {
  await company.database.admin.query('delete from app.task where project_id = $1', [projectId]);
  await company.database.admin.query(
    `insert into app.task (project_id, sprint_id, title, position, estimate_minutes)
     select $1, case when n > 1940 then (select id from app.sprint where project_id = $1 and name = 'Next') end, 'Task ' || n, n, 60
       from generate_series(1, 2000) n`,
    [projectId],
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

type Options = Parameters<TestBrowser['newPage']>[0];

async function pageOf(search = '', options: Options = {}): Promise<Page> {
  const page = await chromium.newPage(options);
  await signIn(page, company, 'marta@');
  await page.goto(base + search);
  if (options.javaScriptEnabled !== false) await page.waitForSelector('[data-card][tabindex="0"]');
  return page;
}

const listOf = (page: Page, title: string) =>
  page.locator('[data-list]', { has: page.getByRole('heading', { name: title, exact: true }) });
const cardOf = (page: Page, title: string) =>
  page.locator('[data-card]', { has: page.getByRole('link', { name: title, exact: true }) });
const titlesIn = (list: Locator) => list.locator('[data-card] > a').allTextContents();
const countOf = async (list: Locator) => (await list.locator('header > span').first().textContent())?.trim();
const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, n) => `Task ${first + n}`);

async function until(check: () => Promise<boolean>) {
  for (let left = 100; left > 0; left -= 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass');
}
async function settled(page: Page, act: () => Promise<void>) {
  const [kept, asked] = [page.waitForResponse(/tasks\.reorder/), page.waitForResponse(/tasks\.backlog/)];
  await act();
  await Promise.all([kept, asked]);
  await page.waitForTimeout(150);
}

describe('a long list', () => {
  test('is shown further on by a link, in place and in the address', async () => {
    const page = await pageOf();
    const backlog = listOf(page, 'Backlog');
    expect(await countOf(backlog)).toBe('1,940');
    expect(await titlesIn(backlog)).toEqual(range(1, 50));
    expect(await backlog.textContent()).toMatch(/1,940 h\s+estimated/);
    const card = cardOf(page, 'Task 1');
    expect(await card.ariaSnapshot()).toMatch(/- term: Estimate\s+- definition: 1 h/);
    const scroll = backlog.locator('[data-scroll]');
    await scroll.evaluate((list) => (list.scrollTop = 700));
    const more = backlog.getByRole('link', { name: 'Show 50 more in Backlog' });
    await more.click();
    await until(async () => (await titlesIn(backlog)).length === 100);
    expect(await scroll.evaluate((list) => list.scrollTop)).toBe(700);
    expect(await more.evaluate((link) => link === document.activeElement)).toBe(true);
    await page.waitForURL(/\?backlog=1-100$/);
    await listOf(page, 'Next').getByRole('link', { name: 'Show 10 more in Next' }).click();
    await until(async () => (await titlesIn(listOf(page, 'Next'))).length === 60);
    expect(await titlesIn(backlog)).toEqual(range(1, 100));
    expect(new URL(page.url()).searchParams.size).toBe(2);
  });

  test('is shown further on without JavaScript, and earlier again; what is added or ticked there leaves it open', async () => {
    const page = await pageOf('?backlog=51-250', { javaScriptEnabled: false });
    const backlog = listOf(page, 'Backlog');
    expect(await titlesIn(backlog)).toEqual(range(51, 250));
    await backlog.getByRole('link', { name: 'more' }).click();
    expect((await titlesIn(backlog)).at(-1)).toBe('Task 300');
    await backlog.getByRole('link', { name: 'Earlier' }).click();
    expect((await titlesIn(backlog))[0]).toBe('Task 51');

    await cardOf(page, 'Task 77').getByRole('checkbox').check();
    await page.selectOption('select[name=sprintId]', { label: 'After that' });
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    // The form's answer is a page of its own, which may come after the click has ended.
    await listOf(page, 'After that').locator('[data-card]').waitFor();
    expect(await titlesIn(listOf(page, 'After that'))).toEqual(['Task 77']);
    expect(await countOf(backlog)).toBe('1,939');
    expect((await titlesIn(backlog))[0]).toBe('Task 51');
  });

  test('fits its place and a phone', async () => {
    for (const width of [1440, 360]) {
      const page = await pageOf('?backlog=51-250', { width });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    }
  });
});

describe('cards of a long list', () => {
  test('go behind the last one shown by keyboard, and stay in sight, and the sums follow', async () => {
    const page = await pageOf();
    const backlog = listOf(page, 'Backlog');
    await listOf(page, 'Next').locator('[data-card]').last().focus();
    const moved = (await titlesIn(listOf(page, 'Next'))).at(-1)!;
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('p[aria-live=assertive]').textContent()).toMatch(/51 of 1,941 in Backlog/);
    await settled(page, () => page.keyboard.press('Space'));
    expect(await titlesIn(backlog)).toEqual([...range(1, 50), moved]);
    expect(await countOf(backlog)).toBe('1,941');
    expect(await countOf(listOf(page, 'Next'))).toBe('59');
    expect(await listOf(page, 'Next').textContent()).toMatch(/59 h\s+estimated/);
  });

  test('go first in a part, by the handle’s menu into a sprint, and stay where they were put', async () => {
    const page = await pageOf('?backlog=101-150');
    const backlog = listOf(page, 'Backlog');
    await cardOf(page, 'Task 105').focus();
    await page.keyboard.press('Space');
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowUp');
    await settled(page, () => page.keyboard.press('Space'));
    expect((await titlesIn(backlog)).slice(0, 2)).toEqual(['Task 105', 'Task 101']);
    await page.reload();
    expect((await titlesIn(backlog)).slice(0, 2)).toEqual(['Task 105', 'Task 101']);

    await page.waitForSelector('[data-card][tabindex="0"]');
    await cardOf(page, 'Task 110')
      .getByRole('button', { name: /^Move TSK/ })
      .click();
    await settled(page, () => page.getByRole('button', { name: 'Next', exact: true }).click());
    expect((await titlesIn(listOf(page, 'Next'))).at(-1)).toBe('Task 110');
    expect(await countOf(listOf(page, 'Next'))).toBe('61');
  });

  test('stay ticked while further ones are shown, and move together', async () => {
    const page = await pageOf();
    await cardOf(page, 'Task 3').getByRole('checkbox').check();
    const backlog = listOf(page, 'Backlog');
    for (let shown = 100; shown <= 250; shown += 50) {
      await backlog.getByRole('link', { name: 'more in Backlog' }).click();
      await until(async () => (await titlesIn(backlog)).at(-1) === `Task ${shown}`);
    }
    expect(await cardOf(page, 'Task 3').count()).toBe(0);
    await cardOf(page, 'Task 222').getByRole('checkbox').check();
    await page.waitForSelector('text=2 selected (1 not shown)');
    await page.selectOption('select[name=sprintId]', { label: 'After that' });
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await until(async () => (await countOf(listOf(page, 'After that'))) === '2');
    expect(await titlesIn(listOf(page, 'After that'))).toEqual(['Task 3', 'Task 222']);
    await until(async () => (await page.locator('text=/\\d selected/').count()) === 0);
    expect(await page.locator('[data-card] input:checked').count()).toBe(0);
  });

  test('are unticked all at once', async () => {
    const page = await pageOf();
    for (const nth of [1, 2]) await cardOf(page, `Task ${nth}`).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Clear selection' }).click();
    expect(await page.locator('[data-card] input:checked').count()).toBe(0);
    expect(await page.locator('text=/\\d selected/').count()).toBe(0);
  });

  test('that are added out of sight are told of', async () => {
    const page = await pageOf();
    const field = listOf(page, 'Backlog').getByRole('textbox');
    await field.fill('One more');
    await field.press('Enter');
    await page.waitForSelector('text=Added “One more” at the end.');
    await until(async () => (await countOf(listOf(page, 'Backlog'))) === '1,941');
  });
});
