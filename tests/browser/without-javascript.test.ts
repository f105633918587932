/** Every page there is, on a phone whose browser runs no JavaScript: it reads as with it. The pages are found in the folders of the routes. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowOf } from '../portal/ticket-desk.ts';
import { recordsOf, type Records } from '../staff/procedures.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { anAttachment, type Ticket } from '../support/ticket-builders.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';

const routesOf = (realm: string) =>
  globSync(`${realm}/**/+page.svelte`, { cwd: join(import.meta.dirname, '../../src/routes') })
    .map((file) => `/${file.replace('/(signed-in)', '').replace('/+page.svelte', '')}`)
    .sort();

/** Pages that are there to be posted to alone, and lead elsewhere when they are read. */
const notRead = ['/portal/sign-out', '/staff/sign-out', '/staff/view-as/end'];
const realms = [
  { realm: 'staff', address: 'marta@' },
  { realm: 'portal', address: 'dana.' },
] as const;
type Realm = (typeof realms)[number]['realm'];

/** One without JavaScript, and one with it. */
type Pages = { plain: Page; scripted: Page };

let company: SampleCompany;
let chromium: TestBrowser;
let ids: Record<Realm, Partial<Records>>;
let signedIn: Record<Realm, Pages>;
let nobody: Pages;

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  const own = await recordsOf(company, 'Platform Rewrite Q1');
  const taskId = await company.idOf(
    'select id from app.task where shared and project_id = $1 order by number limit 1',
    [own.projectId],
  );
  const milestoneId = await company.idOf(
    'select id from app.milestone where shared and project_id = $1 order by agreed_on limit 1',
    [own.projectId],
  );
  const ticket = await rowOf<Ticket>(
    company.database,
    'select * from app.ticket where shared and client_id = $1 order by number limit 1',
    [own.clientId],
  );
  await anAttachment(company.database, ticket, {
    ...{ ticket_id: ticket.id, name: 'shown.txt', visibility: 'client_visible', state: 'ready' },
    sha256: '0'.repeat(64),
  });
  ids = { staff: own, portal: { projectId: own.projectId, taskId, milestoneId, ticketId: ticket.id } };

  const newPages = async (): Promise<Pages> => ({
    plain: await chromium.newPage({ width: 390, javaScriptEnabled: false }),
    scripted: await chromium.newPage({ width: 390 }),
  });
  const signIn = async (nth: 0 | 1) => {
    const pages = await newPages();
    const { realm, address } = realms[nth];
    const { email, password } = company.accounts.find((one) => one.email.startsWith(address))!;
    for (const page of Object.values(pages)) {
      await page.goto(`${company.server.origin}/${realm}/sign-in`);
      await page.fill('[name=email]', email);
      await page.fill('[name=password]', password);
      await page.click('button[type=submit]');
      await page.waitForURL(`**/${realm}`);
    }
    return pages;
  };
  signedIn = { staff: await signIn(0), portal: await signIn(1) };
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
        return copy.textContent.replace(/\s+/g, ' ').trim();
      }),
  );

describe.each(realms)('$realm', ({ realm }) => {
  test.each(routesOf(realm).filter((route) => !notRead.includes(route)))('%s', async (route) => {
    const path = route.replaceAll(/\[(\w+)\]/g, (_, name: keyof Records) => ids[realm][name] ?? 'missing');
    const { plain, scripted } = route.endsWith('/sign-in') ? nobody : signedIn[realm];
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

test('what is not read is a page, and leads elsewhere', async () => {
  expect([...routesOf('staff'), ...routesOf('portal')]).toEqual(expect.arrayContaining(notRead));
  for (const path of notRead) {
    const page = signedIn[path.startsWith('/staff') ? 'staff' : 'portal'].plain;
    await page.goto(company.server.origin + path);
    expect(new URL(page.url()).pathname).not.toBe(path);
  }
});
