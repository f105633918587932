/** Every list of both sides over HTTP: what makes no sense in its address is as good as not there, and what says nothing is left out. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idsOf, pathOf } from '../browser/support/pages.ts';
import { allLists, nonsense, parametersOf } from '../support/lists.ts';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let ids: Awaited<ReturnType<typeof idsOf>>;
const visitors = {} as Record<'portal' | 'staff', Visitor>;
beforeAll(async () => {
  company = await startSampleCompany();
  visitors.staff = await company.asPerson('marta@');
  visitors.portal = await company.asPerson('dana.');
  ids = await idsOf(company);
}, 120_000);
afterAll(() => company.stop());

const lists = await allLists();

test('the lists of both sides are found', () => {
  expect(lists.length).toBeGreaterThan(15);
});

describe.each(lists)('%s', (route, list) => {
  const realm = route.startsWith('/portal') ? 'portal' : 'staff';
  const of = (pairs: [string, string][], end = '') =>
    visitors[realm].fetch(`${pathOf(route, ids[realm])}${end}?${new URLSearchParams(pairs).toString()}`);
  /** What the page reads: its queries and their answers, without the clock. */
  async function read(pairs: [string, string][]) {
    const { status, body } = await of(pairs, '/__data.json');
    return { status, body: body.replaceAll(/\b1\d{12}\b/g, '0') };
  }

  test('answers the same as if an odd value were not there, each of them of each parameter', async () => {
    const usual = await read([]);
    expect(usual).toMatchObject({ status: 200 });
    expect(usual.body).toContain('answers');
    for (const name of parametersOf(list)) {
      const said = nonsense.filter((odd) => !['search', 'label'].includes(name) || odd.trim() === '');
      for (const odd of said) {
        const { status, body } = await read([[name, odd]]);
        expect({ name, odd, status, isSame: body === usual.body }).toEqual({
          ...{ name, odd, status: 200, isSame: true },
        });
      }
    }
  }, 120_000);

  test('is shown, whatever all of its address says', async () => {
    for (const odd of [...nonsense, '\0', '\ud800', 'x'.repeat(300)]) {
      const answer = await of(parametersOf(list).map((name) => [name, odd]));
      expect({ odd, status: answer.status }).toEqual({ odd, status: 200 });
    }
  }, 120_000);

  test('leads to its address without what says nothing', async () => {
    const names = parametersOf(list);
    const { status, headers } = await of([
      ['other', '1'],
      ...names.map((name): [string, string] => [name, '']),
    ]);
    expect({ status, to: headers.get('location') }).toEqual({
      status: 303,
      to: `${pathOf(route, ids[realm])}?other=1`,
    });
  });
});

test('an address keeps what says something by its name alone, and a procedure what it is sent', async () => {
  const { projectId, taskId } = ids.staff;
  const path = `/staff/projects/${projectId}/tasks/${taskId}`;
  expect((await visitors.staff.fetch(`${path}?edit`)).status).toBe(200);
  expect((await visitors.staff.fetch(`${path}?edit&earlier=`)).headers.get('location')).toBe(`${path}?edit`);
  expect((await visitors.staff.fetch('/staff/api/trpc/account.me?input=')).status).toBe(200);
  expect((await visitors.portal.fetch('/portal/tickets?search=')).headers.get('location')).toBe(
    '/portal/tickets',
  );
});
