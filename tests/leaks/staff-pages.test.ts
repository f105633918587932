/**
 * L34: nobody who is not signed in on the staff side learns which pages it has. Every page is asked for as a browser does, for itself,
 * for its data and for where a link leads, beside one that there is not: the answers are the same but for the address in them.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, routesOf } from '../support/extremes.ts';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let marta: Visitor;
beforeAll(async () => {
  company = await startSampleCompany();
  [dana, marta] = [await company.as('Nexus Corp', 'Client Admin'), await company.asPerson('marta@')];
});
afterAll(() => company.stop());

const made = '00000000-0000-4000-8000-000000000000';
const pages = routesOf('staff')
  .filter(({ isPage, route }) => isPage && !route.includes('/view-as/'))
  .map(({ route }) => addressOf(route, {}).replaceAll('/x', `/${made}`));
const nowhere = ['/staff/nonsense', `/staff/nonsense/${made}`, '/staff/tickets/a/b/c'];
const forged = (headers = {}) => ({ headers: { ...headers, cookie: '__Secure-staff=forged; staff=forged; staff_session=forged' } }); // prettier-ignore

/** All that is told of an address, without the address itself, the name of the request and the moment. */
async function told(who: Visitor, path: string, init: RequestInit = {}) {
  const { status, body, headers } = await who.fetch(path, init);
  const plain = path.replace(/\/__(?:route\.js|data\.json)$/, '');
  const without = (text: string) => text.replaceAll(encodeURIComponent(plain), 'HERE');
  const kept = [...headers].filter(
    ([name]) => !/^(?:date|x-request-id|content-length|set-cookie|etag)$/.test(name),
  );
  return { status, body: without(body), headers: kept.map(([name, value]) => [name, without(value)]) };
}

describe.each(['', '/__data.json', '/__route.js'])('asked for "%s"', (suffix) => {
  test('each page of the team and one that there is not are answered alike', async () => {
    expect(pages.length).toBeGreaterThan(25);
    for (const [who, init] of [
      ...([company.visitor(), dana] as const).flatMap((visitor) => [
        [visitor, {}] as const,
        [visitor, { method: 'HEAD' }] as const,
      ]),
      [company.visitor(), forged()] as const,
      [company.visitor(), { ...forged(), method: 'HEAD' }] as const,
    ]) {
      const absent = await told(who, nowhere[0]! + suffix, init);
      for (const page of [...pages, ...nowhere])
        expect({ page, ...(await told(who, page + suffix, init)) }).toEqual({ page, ...absent });
    }
  });
});

test('a staff route is revealed to a stranger neither by another spelling of its address, nor by the endpoint behind it', async () => {
  const absent = await told(company.visitor(), '/staff/nonsense/__route.js');
  expect([absent.status, absent.body]).toEqual([200, '']);
  for (const path of [
    ...[
      '/%73taff/projects/__route.js',
      '/staff/%70rojects/__route.js',
      '/staff/__route.js',
      '/staff/./projects/__route.js',
    ],
    ...[
      '/portal/../staff/projects/__route.js',
      '/staff/projects/__route.js?x=1',
      '/staff/api/route/projects',
    ],
  ])
    expect({ path, body: (await told(company.visitor(), path)).body }).toEqual({ path, body: '' });
});

test('the team is told, and clients of their own pages', async () => {
  expect((await marta.fetch('/staff/projects/__route.js')).body).toContain('/staff/(signed-in)/projects');
  expect((await marta.fetch('/staff/__route.js')).body).toContain('/staff/(signed-in)');
  expect((await marta.fetch('/staff/nonsense/__route.js')).body).toBe('');
  expect((await marta.fetch('/staff/nonsense')).status).toBe(404);
  expect((await dana.fetch('/portal/tickets/__route.js')).body).toContain('/portal/(signed-in)/tickets');
});
