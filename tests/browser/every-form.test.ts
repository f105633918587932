/**
 * Every form of every page, found in the pages: where it is refused, where its answer is lost, and where the page is loaded anew, it
 * keeps what was entered.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Records } from '../staff/procedures.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany } from '../support/visitor.ts';
import {
  entriesBeside,
  entriesOf,
  fillIn,
  formOn,
  formsOf,
  hasPreview,
  send,
  type Entry,
  type FoundForm,
} from './support/forms.ts';
import { idsOf, isForAnybody, pathOf, readRoutesOf, realms, type Realm } from './support/pages.ts';
import { signIn } from './support/sign-in.ts';

/** Tables that are written to by looking at a page. */
const writtenByReading = ['client_visit', 'client_view', 'read_receipt'];

let company: SampleCompany;
let chromium: TestBrowser;
let ids: Record<Realm, Partial<Records>>;
let openTicket: string;
beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  ids = await idsOf(company);
  openTicket = await company.idOf(
    `select t.id from app.ticket t join app.client c on c.id = t.client_id
      where c.name = 'Nexus Corp' and t.shared and t.status = 'open' order by t.number limit 1`,
  );
  // Whatever a form would write, the database refuses: every form is refused, by the same means.
  await company.database.admin.query(
    `create function public.refuse_every_write() returns trigger language plpgsql as $$
     begin raise exception 'nothing can be written' using errcode = '53100'; end $$`,
  );
  await company.database.admin.query(
    `do $do$ declare name text; begin
       for name in select c.relname from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind = 'r'
           and c.relname <> all ('{${writtenByReading.join(',')}}') loop
         execute format('create trigger a_refuse_every_write before insert or update or delete on app.%I '
           'for each statement execute function public.refuse_every_write()', name);
       end loop; end $do$`,
  );
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** The addresses of one page under which it may show other forms: its own, and those that it links to itself with a word behind. */
async function statesOf(page: Page, path: string): Promise<string[]> {
  const links = await page
    .locator('main a[href*="?"]')
    .evaluateAll((all) => (all as HTMLAnchorElement[]).map(({ href }) => href));
  const states = new Map([['', path]]);
  for (const link of links) {
    const { pathname, search, searchParams } = new URL(link);
    const names = [...searchParams].map(([name, value]) =>
      /^[a-z]*$/.test(value) ? `${name}=${value}` : name,
    );
    if (pathname === path && /^(edit|write|new|add)/.test(names.join('&')))
      states.set(names.join('&'), pathname + search);
  }
  return [...states.values()];
}

/** The addresses at which a route's forms are found: of tickets, one in each of two states. */
const pathsOf = (route: string, realm: Realm) => [
  pathOf(route, ids[realm]),
  ...(route.endsWith('/tickets/[ticketId]') ? [`/${realm}/tickets/${openTicket}`] : []),
];

/** Calls `look` once for each form action of a route, with the form's page open; tells all that it found wrong. */
async function eachForm(
  page: Page,
  realm: Realm,
  route: string,
  look: (form: FoundForm) => Promise<object[]>,
) {
  const wrong: object[] = [];
  const seen = new Set<string>();
  const goTo = (path: string) => page.goto(company.server.origin + path);
  for (const path of pathsOf(route, realm)) {
    await goTo(path);
    for (const state of await statesOf(page, path)) {
      await goTo(state);
      for (const form of await formsOf(page)) {
        const action = form.action.split('&')[0] ?? '';
        if (seen.has(action)) continue;
        seen.add(action);
        await goTo(state);
        wrong.push(...(await look(form)));
        found.add(`${route} ${action}`.trim());
      }
    }
  }
  return wrong;
}
const found = new Set<string>();

/** The entries that a form does not hold any more. */
async function lostOf(page: Page, form: FoundForm, entered: Entry[], after: 'send' | 'preview' | 'reload') {
  const all = (await formOn(page, form).count()) ? await entriesOf(formOn(page, form)) : [];
  const now = after === 'reload' ? all.filter(({ isTyped }) => isTyped) : all;
  return entered.flatMap((entry, nth) =>
    isDeepStrictEqual(entry, now[nth]) ? [] : [{ form: form.identity, after, entry, now: now[nth] }],
  );
}

describe.each(realms)('$realm', ({ realm, address }) => {
  let plain: Page;
  let scripted: Page;
  beforeAll(async () => {
    [plain, scripted] = [await chromium.newPage({ javaScriptEnabled: false }), await chromium.newPage()];
    for (const page of [plain, scripted]) await signIn(page, company, address);
    await scripted.route('**', (route) => {
      const request = route.request();
      return request.method() === 'POST' && !request.url().includes('/api/')
        ? route.abort('connectionreset')
        : route.fallback();
    });
  });
  afterAll(async () => {
    for (const page of [plain, scripted]) await page.context().close();
  });
  const routes = readRoutesOf(realm).filter((route) => !isForAnybody(route));

  test.each(routes)('%s: refused or previewed, without scripts', { timeout: 120_000 }, async (route) => {
    const lost = await eachForm(plain, realm, route, async (form) => {
      const sent = async (how: 'send' | 'preview') => {
        const beside = await entriesBeside(plain, form);
        const entered = await fillIn(formOn(plain, form));
        const [answer] = await Promise.all([
          plain.waitForResponse((response) => response.request().method() === 'POST'),
          plain.waitForEvent('load'),
          send(formOn(plain, form), how),
        ]);
        // Reading a file for an import writes nothing, so it leads to the next step.
        if (answer.ok() && (await formOn(plain, form).count()) === 0) return [];
        expect(await entriesBeside(plain, form)).toEqual(beside);
        return lostOf(plain, form, entered, how);
      };
      const lost = await sent('send');
      return (await hasPreview(formOn(plain, form))) ? [...lost, ...(await sent('preview'))] : lost;
    });
    expect(lost).toEqual([]);
  });

  test.each(routes)(
    '%s: a lost connection and a reload, with scripts',
    { timeout: 120_000 },
    async (route) => {
      const lost = await eachForm(scripted, realm, route, async (form) => {
        const isDraft = (await formOn(scripted, form).locator('> [name=writer]').count()) > 0;
        const entered = await fillIn(formOn(scripted, form));
        await send(formOn(scripted, form));
        await formOn(scripted, form).getByText('We lost the connection').waitFor({ state: 'attached' });
        const lost = await lostOf(scripted, form, entered, 'send');
        const typed = entered.filter(({ isTyped }) => isTyped);
        if (!isDraft || typed.length === 0) return lost;
        await scripted.reload();
        return [...lost, ...(await lostOf(scripted, form, typed, 'reload'))];
      });
      expect(lost).toEqual([]);
    },
  );
});

test('forms are found in the pages of both realms', () => {
  const ofRealm = (realm: string) => [...found].filter((one) => one.startsWith(realm));
  expect(ofRealm('/portal')).toEqual(
    expect.arrayContaining(['/portal/account ?', '/portal/team', '/portal/tickets/new ?/raise']),
  );
  expect(ofRealm('/staff').length).toBeGreaterThan(40);
});
