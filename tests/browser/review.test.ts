/** A Reviewer accepts what is in review and sends it back, on the task's page and on the board, and is offered nothing else. */
import type { Locator, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFlaws } from '../support/axe.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { aTask } from '../support/builders.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let base: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  const { rows } = await company.database.admin.query<{ id: string; tenant_id: string; sprint_id: string }>(
    `select p.id, p.tenant_id, s.id as sprint_id from app.project p join app.sprint s on s.project_id = p.id and s.status = 'active'
      where p.name = 'Platform Rewrite Q1'`,
  );
  const [project] = rows;
  base = `${company.server.origin}/staff/projects/${project?.id}`;
  for (const title of ['accepted', 'sent back', 'dragged', 'carried', 'handled', 'chosen'])
    await aTask(company.database, project as never, {
      ...{
        title: `To be ${title}`,
        status: 'in_review',
        sprint_id: project?.sprint_id,
        position: title === 'dragged' ? 2e6 : 1e6,
      },
    });
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

async function pageOf(path: string, options: Parameters<TestBrowser['newPage']>[0] = {}): Promise<Page> {
  const page = await chromium.newPage(options);
  await signIn(page, company, 'luis@');
  await page.goto(base + path);
  return page;
}
const alive = (page: Page) => page.waitForSelector('[data-card][tabindex="0"]');
const pathOf = (title: string) =>
  company.idOf(`select '/tasks/' || id as id from app.task where title = $1`, [title]);
const statusOf = (title: string) =>
  company.idOf('select status::text as id from app.task where title = $1', [title]);
const aTaskThatIs = (status: string) =>
  company.idOf(
    `select t.title as id from app.task t join app.sprint s on s.id = t.sprint_id and s.status = 'active'
      where '/staff/projects/' || t.project_id = $1 and t.status = $2::app.task_status order by t.position limit 1`,
    [new URL(base).pathname, status],
  );
const cardOf = (page: Page, title: string) => page.locator('[data-card]', { hasText: title }).first();
const listOf = (page: Page, title: string) =>
  page.locator('[data-list]', { has: page.getByRole('heading', { name: title, exact: false }) });
const told = (page: Page) => page.locator('p[aria-live=assertive]').textContent();

async function until(check: () => Promise<boolean>) {
  for (let left = 60; left > 0; left -= 1) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come to pass');
}

async function dragTo(page: Page, card: Locator, target: Locator) {
  await card.scrollIntoViewIfNeeded();
  const from = (await card.locator('> a').boundingBox())!;
  const to = (await target.boundingBox())!;
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 12, { steps: 3 });
  await page.mouse.move(to.x + to.width / 2, to.y + 20, { steps: 6 });
  await page.waitForTimeout(60);
}

describe('the page of a task', () => {
  test.each([
    ['accepted', 'Accept', 'Done', 'done', true],
    ['sent back', 'Send back', 'In progress', 'in_progress', false],
  ])('that is in review: it is %s', async (title, button, word, status, javaScriptEnabled) => {
    const page = await pageOf(await pathOf(`To be ${title}`), { javaScriptEnabled });
    const facts = page.locator('dl.facts');
    expect(await facts.getByRole('button').allTextContents()).toEqual(['Accept', 'Send back']);
    expect(await facts.getByRole('combobox').count()).toBe(0);
    if (javaScriptEnabled) {
      expect(await seriousFlaws(page)).toEqual([]);
    }
    await facts.getByRole('button', { name: button }).click();
    await facts.getByText(word, { exact: true }).waitFor();
    expect(await facts.getByRole('button').count()).toBe(0);
    expect(await statusOf(`To be ${title}`)).toBe(status);
    await page
      .getByText(/Luis Ortega/)
      .first()
      .waitFor();
  });

  test.each(['to_do', 'in_progress', 'blocked', 'done'])('that is %s offers nothing', async (status) => {
    const page = await pageOf(await pathOf(await aTaskThatIs(status)));
    expect(await page.locator('dl.facts').getByRole('button').count()).toBe(0);
    expect(await page.locator('dl.facts select').count()).toBe(0);
  });
});

describe('the board', () => {
  test('has handles in In review alone, with what a review may do', async () => {
    const page = await pageOf('');
    await alive(page);
    const review = listOf(page, 'In review');
    expect(await page.getByRole('button', { name: /^Move TSK/ }).count()).toBe(
      await review.locator('[data-card]').count(),
    );
    const card = cardOf(page, 'To be handled');
    await card.getByRole('button', { name: /^Move TSK/ }).click();
    const choices = card.locator('button:not([data-handle])', { hasText: /^(To do|In|Blocked|Done)/ });
    expect(await choices.allTextContents()).toEqual(['In progress', 'In review (current)', 'Done']);
    await choices.last().click();
    await until(async () => (await statusOf('To be handled')) === 'done');
    await listOf(page, 'Done').getByText('To be handled').waitFor();
  });

  test('lets a card be dragged to Done, and back from where it may not go', async () => {
    const page = await pageOf('');
    await alive(page);
    const card = cardOf(page, 'To be dragged');
    for (const title of ['Blocked', 'To do']) {
      await dragTo(page, card, listOf(page, title));
      await page.mouse.up();
      expect(await told(page)).toContain('Move cancelled.');
    }
    expect(await statusOf('To be dragged')).toBe('in_review');
    const other = cardOf(page, await aTaskThatIs('to_do'));
    await dragTo(page, other, listOf(page, 'Done'));
    await page.mouse.up();
    await page.goto(base);
    await alive(page);
    expect(
      await listOf(page, 'To do')
        .getByText(await aTaskThatIs('to_do'))
        .count(),
    ).toBe(1);

    await dragTo(page, card, listOf(page, 'Done'));
    await page.mouse.up();
    await until(async () => (await statusOf('To be dragged')) === 'done');
    // Its place among all others is what it was: it stands last, where the pointer was at the top.
    await page.waitForResponse(/tasks\.board/);
    await until(async () =>
      ((await listOf(page, 'Done').locator('[data-card]').last().textContent()) ?? '').includes(
        'To be dragged',
      ),
    );
  });

  test('lets a card be carried by keyboard past Blocked, and picks up no other', async () => {
    const page = await pageOf('');
    await alive(page);
    await cardOf(page, await aTaskThatIs('to_do')).focus();
    await page.keyboard.press('Space');
    expect(await told(page)).toBe('');

    const card = cardOf(page, 'To be carried');
    await card.focus();
    await page.keyboard.press('Space');
    await until(async () => /picked up, \d+ of \d+ in In review/.test((await told(page)) ?? ''));
    await page.keyboard.press('ArrowUp');
    await until(async () =>
      /^Can't move any further: \d+ of \d+ in In review/.test((await told(page)) ?? ''),
    );
    await page.keyboard.press('ArrowRight');
    await until(async () => ((await told(page)) ?? '').endsWith(' in Done'));
    await page.keyboard.press('ArrowRight');
    await until(async () => /^Can't move any further: .* in Done\.$/.test((await told(page)) ?? ''));
    await page.keyboard.press('ArrowLeft');
    await until(async () => ((await told(page)) ?? '').endsWith(' in In review'));
    await page.keyboard.press('ArrowLeft');
    await until(async () => ((await told(page)) ?? '').endsWith(' in In progress'));
    await page.keyboard.press('ArrowLeft');
    await until(async () => /^Can't move any further: .* in In progress\.$/.test((await told(page)) ?? ''));
    await page.keyboard.press('Space');
    await until(async () => (await statusOf('To be carried')) === 'in_progress');
  });

  test('without JavaScript a card in review is chosen, and nothing else is to choose', async () => {
    const page = await pageOf('', { javaScriptEnabled: false });
    expect(await page.locator('input[name=chosen]').count()).toBe(
      await listOf(page, 'In review').locator('[data-card]').count(),
    );
    expect(await page.locator('#move option').allTextContents()).toEqual(['In progress', 'Done']);
    await cardOf(page, 'To be chosen').locator('input[name=chosen]').check();
    await page.locator('#move select').selectOption({ label: 'Done' });
    await page.locator('#move button').click();
    expect(await statusOf('To be chosen')).toBe('done');
  });
});

test('the settings say what each role may do, here and in the company', async () => {
  const page = await pageOf('/settings');
  for (const where of ['on a project', 'in the company'])
    await page.locator('summary', { hasText: `Role permissions ${where}` }).click();
  const mayDo = async (caption: string, permission: string) => {
    const table = page.getByRole('table', { name: caption });
    const roles = await table.getByRole('columnheader').allTextContents();
    const marks = await table.getByRole('row', { name: permission }).getByRole('cell').allTextContents();
    return roles.filter((_, nth) => (marks[nth] ?? '').includes('Yes'));
  };
  const onProject = 'What each project role can do';
  expect(await mayDo(onProject, 'Accept a task in review, or send it back')).toEqual([
    ...['Reviewer', 'Contributor', 'Manager', 'Owner'],
  ]);
  expect(await mayDo(onProject, 'Import tasks from a file')).toEqual(['Manager', 'Owner']);
  expect(await mayDo('What each company role can do', 'View the portal as a client')).toEqual([
    ...['Manager', 'Admin', 'Owner'],
  ]);
});
