/** No page says a word that was meant for machines: every page that is found, as each kind of person, in each of the states it leads to. */
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';
import { idsOf, isForAnybody, pathOf, readRoutesOf, realms, type Realm } from './support/pages.ts';
import { peopleOf, type Person } from './support/people.ts';
import { prepareReader, readPages, type Told, wordsForMachines } from './support/words.ts';

let company: SampleCompany;
let chromium: TestBrowser;
let blank: Page;
let people: Person[];
let visitors: Map<Person, Visitor>;
let paths: Record<Realm, string[]>;

beforeAll(async () => {
  [company, chromium] = await Promise.all([startSampleCompany(), launchBrowser()]);
  const ids = await idsOf(company);
  people = await peopleOf(company.database, company.accounts);
  visitors = new Map();
  for (const person of people) visitors.set(person, await company.asPerson(person.account.email));
  const pathsOf = (realm: Realm) =>
    readRoutesOf(realm)
      .filter((route) => !isForAnybody(route))
      .map((route) => pathOf(route, ids[realm]));
  paths = { staff: pathsOf('staff'), portal: pathsOf('portal') };
  blank = await chromium.newPage();
  await prepareReader(blank);
}, 120_000);
afterAll(async () => {
  await chromium.close();
  await company.stop();
});

/** Reads these addresses as this person; resolves to each page's words that no person reads, with its address. */
async function look(visitor: Visitor, addresses: string[], statuses: number[]) {
  const answers: { status: number; html: string; path: string }[] = [];
  for (const path of addresses) {
    const { status, body } = await visitor.fetch(path, { headers: { accept: 'text/html' } });
    answers.push({ status, html: body, path: path.split('?')[0] ?? '' });
  }
  expect(addresses.filter((_, nth) => !statuses.includes(answers[nth]!.status))).toEqual([]);
  const told = await readPages(blank, answers);
  const opened = addresses.filter((_, nth) => answers[nth]!.status === 200);
  return { told, opened, faults: faultsOf(addresses, told) };
}

/** Each word once, with the first of the addresses that tell it. */
function faultsOf(addresses: string[], told: Told[]): Record<string, string> {
  const faults: Record<string, string> = {};
  addresses.forEach((address, nth) => {
    for (const words of wordsForMachines(told[nth]!.words)) faults[words] ??= address;
  });
  return faults;
}

/** The person of a side who may do most. */
const firstOf = (realm: Realm) =>
  visitors.get(people.find(({ realm: of, kind }) => of === realm && /^(Owner|Client Admin)$/.test(kind))!)!;

const nothingThere = ['nowhere', 'projects/nothing', 'projects/00000000-0000-4000-8000-000000000000'];
const states = ['?search=zzqx', '?page=9999', '?search=zzqx&page=9999&status=nonsense&from=2026-02-31'];

describe.each(realms)('$realm', ({ realm }) => {
  test('every page, also past its end and with nothing found, and the error pages, as each kind of person', async () => {
    const own = people.filter((one) => one.realm === realm);
    expect(own.length).toBeGreaterThan(2);
    const opened = new Set<string>();
    for (const person of own) {
      const addresses = [
        ...paths[realm].flatMap((path) => [path, ...states.map((state) => path + state)]),
        ...nothingThere.map((path) => `/${realm}/${path}`),
      ];
      const { faults, opened: seen } = await look(visitors.get(person)!, addresses, [200, 403, 404]);
      expect({ kind: person.kind, faults }).toEqual({ kind: person.kind, faults: {} });
      for (const address of seen) opened.add(address);
    }
    expect(paths[realm].filter((path) => !opened.has(path))).toEqual([]);
  }, 240_000);

  test('each state that a page’s links and filters lead to', async () => {
    const visitor = firstOf(realm);
    const { told } = await look(visitor, paths[realm], [200]);
    const led = paths[realm].flatMap((path, nth) => told[nth]!.queries.map((query) => path + query));
    expect(led.length).toBeGreaterThan(20);
    expect((await look(visitor, led, [200])).faults).toEqual({});
  }, 240_000);
});

// Comes last: some forms do what they are for without a word, such as sharing a record.
test.each(realms.toReversed())(
  'each form of the $realm, sent without a word',
  async ({ realm }) => {
    const visitor = firstOf(realm);
    const { told } = await look(visitor, paths[realm], [200]);
    const forms = paths[realm].flatMap((path, nth) => told[nth]!.forms.map((form) => ({ path, ...form })));
    const distinct = [
      ...new Map(forms.map((one) => [JSON.stringify([one.path, one.action]), one])).values(),
    ].filter(({ action }) => !/sign-out|view-as/.test(action));
    expect(distinct.length).toBeGreaterThan(3);
    const sent: { address: string; html: string; path: string }[] = [];
    for (const { path, action, fields } of distinct)
      for (const given of [fields, []]) {
        const address = action.startsWith('/') ? action : path + action;
        const { status, body } = await visitor.submit(address, Object.fromEntries(given));
        expect({ address, isAnswered: status < 500 }).toEqual({ address, isAnswered: true });
        sent.push({ address, html: body, path });
      }
    const answers = await readPages(blank, sent);
    expect(
      faultsOf(
        sent.map(({ address }) => address),
        answers,
      ),
    ).toEqual({});
  },
  240_000,
);
