/** What comes out on paper: whole, and without what only a screen can do. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { signIn } from './support/sign-in.ts';

/** An A4 sheet between margins of 12 mm, in CSS pixels. */
const paperWidth_px = 703;

let company: SampleCompany;
let chromium: TestBrowser;
let projectId: string;
let sprintId: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  projectId = await company.idOf(`select id from app.project where name = 'Platform Rewrite Q1'`);
  sprintId = await company.idOf(`select id from app.sprint where project_id = $1 and status = 'active'`, [
    projectId,
  ]);
  await company.database.admin.query(
    `insert into app.task (project_id, sprint_id, title, position, visibility)
     select $1, case when n % 2 = 0 then $2::uuid end, 'Further ' || n, 5000 + n, 'client_visible' from generate_series(1, 60) n`,
    [projectId, sprintId],
  );
});
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

async function pageOf(realm: 'staff' | 'portal', address: string): Promise<Page> {
  const page = await chromium.newPage({ width: paperWidth_px });
  await signIn(page, company, address);
  await page.emulateMedia({ media: 'print' });
  return page;
}

/** What of a page is wrong on paper. */
const flawsOf = (page: Page) =>
  page.evaluate((width) => {
    const isSeen = (element: Element) =>
      element.checkVisibility() && element.getBoundingClientRect().width > 1;
    const words = (element: Element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`;
    const seen = [...document.querySelectorAll('body *')].filter(isSeen);
    return {
      toBeUsed: seen
        .filter((one) => one.matches('nav, select, textarea, input, button:not([role=switch])'))
        .map(words),
      cutOff: seen
        .filter(
          (one) =>
            one.matches('[data-scroll], .overflow-x-auto') && getComputedStyle(one).overflowY !== 'visible',
        )
        .map(words),
      tooWide: seen.filter((one) => one.getBoundingClientRect().right > width + 1).map(words),
      breaks: seen
        .filter((one) => one.matches('main :is(li[data-card], tr, figure, article)'))
        .filter((one) => getComputedStyle(one).breakInside !== 'avoid')
        .map(words),
    };
  }, paperWidth_px);

test('pages of a project fit the sheet, lists are there whole, and nothing is left that has to be pressed', async () => {
  const pages = {
    staff: ['', '/backlog', '/tasks', `/sprints/${sprintId}`, '/milestones', '/roadmap'],
    portal: ['', '/board', '/tasks'],
  };
  for (const realm of ['staff', 'portal'] as const) {
    const page = await pageOf(realm, realm === 'staff' ? 'marta@' : 'dana.');
    for (const path of pages[realm]) {
      await page.goto(`${company.server.origin}/${realm}/projects/${projectId}${path}`);
      await page.waitForTimeout(300);
      const nothing = { toBeUsed: [], cutOff: [], tooWide: [], breaks: [] };
      expect({ realm, path, ...(await flawsOf(page)) }).toEqual({ realm, path, ...nothing });
    }
  }
});

test('a board and a backlog need no more sheets than their cards do', async () => {
  const page = await pageOf('staff', 'marta@');
  const sheets = async () =>
    (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type \/Page\b/g)?.length;
  await page.goto(`${company.server.origin}/staff/projects/${projectId}`);
  expect(await sheets()).toBeLessThanOrEqual(4);
  await page.goto(`${company.server.origin}/staff/projects/${projectId}/backlog`);
  const before = await sheets();
  expect(before).toBeGreaterThan(3);
  expect(before).toBeLessThanOrEqual(9);
});
