/**
 * Every page of both realms, found in the folders of the routes: in light on a desktop, in dark on a phone, with all of it opened, and
 * without anything that its Content-Security-Policy refuses.
 */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Records } from '../staff/procedures.ts';
import { holdScripts, launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import { flawsOf, openDetails } from './support/flaws.ts';
import { noteRefusals } from './support/refusals.ts';
import { idsOf, isForAnybody, pathOf, readRoutesOf, realms, type Realm } from './support/pages.ts';
import { signIn } from './support/sign-in.ts';

const phone = { width: 390, colorScheme: 'dark' } as const;
const looks = [{ width: 1440, colorScheme: 'light' }, phone] as const;
/** The width at which a page has to fit as well. */
const narrowest_px = 360;

let company: SampleCompany;
let chromium: TestBrowser;
let ids: Record<Realm, Partial<Records>>;

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  ids = await idsOf(company);
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

describe.each(realms.flatMap((one) => looks.map((look) => ({ ...one, ...look }))))(
  '$realm at $width pixels, $colorScheme: no serious flaw, and nothing beside the window',
  ({ realm, address, ...look }) => {
    let signedIn: Page;
    let nobody: Page;
    const refusals = new Map<Page, () => string[]>();
    beforeAll(async () => {
      [signedIn, nobody] = [await chromium.newPage(look), await chromium.newPage(look)];
      for (const page of [signedIn, nobody]) refusals.set(page, await noteRefusals(page));
      await signIn(signedIn, company, address);
    });
    afterAll(async () => {
      for (const page of [signedIn, nobody]) await page.context().close();
    });

    async function examine(page: Page, path: string, status: number) {
      const response = await page.goto(company.server.origin + path);
      expect(response?.status()).toBe(status);
      await page.waitForTimeout(200);
      expect(await page.locator('h1').count()).toBe(1);
      await openDetails(page);
      expect(await flawsOf(page)).toEqual([]);
      // Nothing of our own is what the policy is there to refuse.
      expect(refusals.get(page)?.()).toEqual([]);
      if (look.width === phone.width) {
        await page.setViewportSize({ width: narrowest_px, height: 900 });
        const width_px = await page.evaluate(() => document.documentElement.scrollWidth);
        await page.setViewportSize({ width: phone.width, height: 900 });
        expect(width_px).toBe(narrowest_px);
      }
    }

    test.each(readRoutesOf(realm))('%s', async (route) => {
      await examine(isForAnybody(route) ? nobody : signedIn, pathOf(route, ids[realm]), 200);
    });

    test.each(['nowhere', 'projects/nothing', 'projects/00000000-0000-4000-8000-000000000000'])(
      'the error page of /%s',
      async (rest) => {
        await examine(signedIn, `/${realm}/${rest}`, 404);
      },
    );

    test('the error page of nobody’s address, for somebody who has not signed in', async () => {
      await examine(nobody, '/nowhere', 404);
    });

    test('a sign-in that was refused', async () => {
      await nobody.goto(`${company.server.origin}/${realm}/sign-in`);
      await nobody.fill('[name=email]', 'nobody@example.com');
      await nobody.fill('[name=password]', 'wrong');
      await nobody.click('button[type=submit]');
      await nobody.locator('[role=alert]').first().waitFor();
      expect(await flawsOf(nobody)).toEqual([]);
    });
  },
);

test.each(realms)(
  'what somebody opens on a page of the $realm before it comes to life stays open',
  { timeout: 120_000 },
  async ({ realm, address }) => {
    const first = await chromium.newPage();
    await signIn(first, company, address);
    let opened = 0;
    for (const route of readRoutesOf(realm).filter((one) => !isForAnybody(one))) {
      const page = await first.context().newPage();
      const release = await holdScripts(page);
      await page.goto(company.server.origin + pathOf(route, ids[realm]), { waitUntil: 'commit' });
      await page.locator('main h1').first().waitFor();
      await page.waitForFunction(
        () => document.readyState !== 'loading' || document.querySelector('main ~ *'),
      );
      await openDetails(page);
      const all = await page.locator('details').count();
      if (all > 0) {
        // A page that is alive listens to what changes.
        const listens = page.waitForRequest(/\/live\./);
        release();
        await listens;
        await page.waitForTimeout(300);
        expect({ route, open: await page.locator('details[open]').count() }).toEqual({ route, open: all });
        opened += all;
      }
      await page.close();
    }
    expect(opened).toBeGreaterThan(0);
  },
);
