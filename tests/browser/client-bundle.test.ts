/**
 * L34: what a client's browser is sent names nothing of the staff side: neither its routes nor its procedures. Every page of the portal
 * is opened, links are followed within the page, and all that came is read.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { procedureTypes } from '../staff/procedures.ts';
import { idsOf, isForAnybody, pathOf, readRoutesOf } from './support/pages.ts';
import { signIn } from './support/sign-in.ts';

let company: SampleCompany;
let chromium: TestBrowser;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** Where a look as a client leads back to, which a client never takes. */
const allowed = ['/staff', '/staff/view-as/end', '/staff/'];

/** Notes the text of all that comes to a page; what is returned tells it, by address. */
function collect(page: Page): () => Promise<Map<string, string>> {
  const coming: Promise<[string, string] | null>[] = [];
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (/javascript|html|json|css/.test(type) && response.status() < 300)
      coming.push(
        response.text().then(
          (text): [string, string] => [response.url(), text],
          () => null,
        ),
      );
  });
  return async () => new Map((await Promise.all(coming)).filter((one) => one !== null));
}

test('no route of the team, no procedure of theirs', { timeout: 240_000 }, async () => {
  const ids = await idsOf(company);
  const page = await chromium.newPage();
  const sent = collect(page);
  await signIn(page, company, 'dana.');
  for (const route of readRoutesOf('portal').filter((one) => !isForAnybody(one))) {
    await page.goto(company.server.origin + pathOf(route, ids.portal));
    await page.waitForTimeout(100);
  }
  // Within the page, too: there the browser asks where each link leads.
  for (const label of ['Tickets', 'Files', 'Team', 'Projects']) {
    await page.click(`header nav a:has-text("${label}")`);
    await page.waitForSelector(`header nav a[aria-current="page"]:has-text("${label}")`);
  }
  const texts = await sent();
  await page.context().close();
  const scripts = [...texts.keys()].filter((url) => url.endsWith('.js'));
  expect(scripts.filter((url) => url.endsWith('__route.js')).length).toBeGreaterThan(3);
  expect(scripts.length).toBeGreaterThan(20);

  const named = new Set<string>();
  for (const text of texts.values())
    for (const [path] of text.matchAll(/\/staff(?:\/[\w()[\]=.-]*)*/g)) named.add(path);
  expect([...named].filter((path) => !allowed.includes(path))).toEqual([]);

  const all = [...texts.values()].join('\n');
  const staffOnly = globSync('**/+page.svelte', { cwd: join(import.meta.dirname, '../../src/routes/staff') })
    .map((file) => file.replace(/\/?\+page\.svelte$/, ''))
    .filter(
      (route) => route.includes('[') && /visibility|contract|sprint|milestone.*staff|clients/.test(route),
    );
  expect(staffOnly.length).toBeGreaterThan(3);
  for (const route of staffOnly) expect(all).not.toContain(route);
  // Those of both sides, such as projects.list, are the client's as well.
  const portal = readFileSync(join(import.meta.dirname, '../../src/lib/server/portal/router.ts'), 'utf8');
  const verbs = Object.keys(await procedureTypes()).filter(
    (name) => !portal.includes(name.split('.')[1] ?? name),
  );
  expect(verbs.length).toBeGreaterThan(50);
  expect(verbs.filter((name) => all.includes(name))).toEqual([]);
});

test(
  'links, the way back and forth, and what is asked for early go on working',
  { timeout: 120_000 },
  async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await page.goto(`${company.server.origin}/portal`);
    const here = () => page.locator('header nav a[aria-current="page"]').innerText();
    await page.evaluate(() => ((window as unknown as { same: boolean }).same = true));
    await page.click('header nav a:has-text("Tickets")');
    await expect.poll(here).toBe('Tickets');
    await page.locator('main table a').first().click();
    await page.waitForURL(/\/portal\/tickets\/[0-9a-f-]{36}$/);
    await page.goBack();
    await page.waitForURL(/\/portal\/tickets$/);
    await page.goBack();
    await page.waitForURL(/\/portal$/);
    await page.goForward();
    await page.waitForURL(/\/portal\/tickets$/);
    await expect.poll(here).toBe('Tickets');
    // All of it without a page being loaded anew.
    expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true);
    await page.context().close();
  },
);

test(
  'a link that gets no answer says so, keeps the page and what is written in it, and leads on once there is one',
  { timeout: 120_000 },
  async () => {
    const page = await chromium.newPage();
    await signIn(page, company, 'dana.');
    await page.goto(`${company.server.origin}/portal/tickets/new`);
    await page.fill('[name=title]', 'Half written');
    await page.context().setOffline(true);
    await page.click('header nav a:has-text("Team")');
    await page.getByRole('alert').filter({ hasText: "We can't reach the server" }).waitFor();
    expect(page.url()).toMatch(/\/portal\/tickets\/new$/);
    expect(await page.inputValue('[name=title]')).toBe('Half written');
    await page.context().setOffline(false);
    await page.click('header nav a:has-text("Team")');
    await page.waitForURL(/\/portal\/team$/);
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.context().close();
  },
);
