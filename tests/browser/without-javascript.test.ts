/** Every page there is, on a phone whose browser runs no JavaScript: it reads as with it. The pages are found in the folders of the routes. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Records } from '../staff/procedures.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import {
  idsOf,
  isForAnybody,
  notRead,
  pathOf,
  readRoutesOf,
  realms,
  routesOf,
  type Realm,
} from './support/pages.ts';
import { signInByForm } from './support/sign-in.ts';

/** One without JavaScript, and one with it. */
type Pages = { plain: Page; scripted: Page };

let company: SampleCompany;
let chromium: TestBrowser;
let ids: Record<Realm, Partial<Records>>;
let signedIn: Record<Realm, Pages>;
let nobody: Pages;

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  ids = await idsOf(company);
  const newPages = async (): Promise<Pages> => ({
    plain: await chromium.newPage({ width: 390, javaScriptEnabled: false }),
    scripted: await chromium.newPage({ width: 390 }),
  });
  const signedInAs = async (address: string) => {
    const pages = await newPages();
    for (const page of Object.values(pages)) await signInByForm(page, company, address);
    return pages;
  };
  signedIn = { staff: await signedInAs(realms[0].address), portal: await signedInAs(realms[1].address) };
  nobody = await newPages();
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** What stands in the rows and forms of a page, without what stands there in place of a script. */
const rowsOf = (page: Page) =>
  page.locator('main :is(li, tbody tr, article, form)').evaluateAll((rows) =>
    rows
      .filter((row) => !row.closest('noscript'))
      .map((row) => {
        const copy = row.cloneNode(true) as Element;
        copy.querySelectorAll('noscript').forEach((one) => one.remove());
        // The two pages may be made in two minutes.
        return copy.textContent
          .replace(/\s+/g, ' ')
          .replace(/Local time there: [^.]*\./, '')
          .trim();
      }),
  );

describe.each(realms)('$realm', ({ realm }) => {
  test.each(readRoutesOf(realm))('%s', async (route) => {
    const path = pathOf(route, ids[realm]);
    const { plain, scripted } = isForAnybody(route) ? nobody : signedIn[realm];
    const response = await plain.goto(company.server.origin + path);
    expect(response?.status()).toBe(200);
    expect(new URL(plain.url()).pathname).toBe(path);
    const titles = await plain.locator('main h1').allTextContents();
    expect(titles.filter((title) => title.trim())).toHaveLength(1);
    expect(await plain.locator('[aria-label="Loading"]').count()).toBe(0);
    expect(await plain.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);

    await scripted.goto(company.server.origin + path);
    await scripted.waitForLoadState('networkidle');
    const rows = await rowsOf(plain);
    expect(rows.filter((row) => row).length).toBeGreaterThan(0);
    expect(rows).toEqual(await rowsOf(scripted));
  });
});

test('a page without a view of its own redirects to another page', async () => {
  expect([...routesOf('staff'), ...routesOf('portal')]).toEqual(expect.arrayContaining(notRead));
  for (const path of notRead) {
    const page = signedIn[path.startsWith('/staff') ? 'staff' : 'portal'].plain;
    await page.goto(company.server.origin + path);
    expect(new URL(page.url()).pathname).not.toBe(path);
  }
});
