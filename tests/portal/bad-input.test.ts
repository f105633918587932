import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
let person: Record<'portal' | 'staff', Visitor>;
beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.as('Nexus Corp', 'Client Admin');
  person = { portal: dana, staff: await company.as('Halden & Pike Delivery', 'Manager') };
});
afterAll(() => company.stop());

const api = '/portal/api/trpc';

test('a field that is wrong is named, in a sentence', async () => {
  const { status, body } = await dana.query('portal', 'projects.open', { projectId: 'x' });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({
    error: { data: { code: 'bad_request', fields: { projectId: 'Choose a project from the list.' } } },
  });
});

/** What a form action answers a script, out of the list in which each value names others by their places. */
function answerOf(body: string): unknown {
  const { data } = JSON.parse(body) as { data: string };
  const values = JSON.parse(data) as unknown[];
  const at = (place: number): unknown => {
    const value = values[place];
    if (Array.isArray(value)) return value.map(at);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, where]) => [name, at(where as number)]));
  };
  return at(0);
}

test('a form that is refused gets back each text that it sent and no more, and no file', async () => {
  const sent = new FormData();
  const texts = [
    ['clientUserId', 'x'],
    ['section', 'projects'],
    ['section', 'attic'],
    // Names that every object has.
    ['constructor', 'a'],
    ['constructor', 'b'],
    ['__proto__', 'a'],
    ['__proto__', 'b'],
  ] as const;
  for (const [name, text] of texts) sent.append(name, text);
  for (const name of ['section', 'file']) sent.append(name, new File(['secret'], 'file.txt'));
  const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' };
  const { body } = await dana.fetch('/portal/team', { method: 'POST', body: sent, headers });
  expect(JSON.parse(body)).toMatchObject({ type: 'failure', status: 400 });
  const { values, lists } = answerOf(body) as Record<string, unknown>;
  expect(values).toEqual({ clientUserId: 'x', section: 'attic', constructor: 'b' });
  expect(lists).toEqual({ section: ['projects', 'attic'], constructor: ['a', 'b'] });
  expect(body).not.toContain('secret');
});

const json = { 'content-type': 'application/json' };
const form = { method: 'POST', body: new URLSearchParams({ a: 'b' }) };
const tooLarge = 'a body that is too large';

/** The lines of the server's log from a length of it on. */
const linesSince = (length: number) =>
  company.server
    .log()
    .slice(length)
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as { level: number; msg: string; requestId?: string });

/** Of each realm: a mutation, and a query that takes a project. */
const realms = [
  { realm: 'portal', mutation: 'visits.record', query: 'projects.open' },
  { realm: 'staff', mutation: 'visibility.set', query: 'projects.board' },
] as const;

describe.each(realms)(
  'what makes no sense gets a 4xx of $realm, never a 500, and a line in the log',
  ({ realm, mutation, query }) => {
    const of = (procedure: string) => `/${realm}/api/trpc/${procedure}`;
    const requests: [string, string, RequestInit][] = [
      ['an unknown procedure', of('projects.secret'), {}],
      ['a mutation by GET', of(mutation), {}],
      ['a query by POST', of('projects.list'), { method: 'POST', body: '{}', headers: json }],
      ['an input that is no JSON', of(`${query}?input=%7B`), {}],
      ['an input that is no object', of(`${query}?input=7`), {}],
      ['a batch that is no object', of(`${query},${query}?batch=1&input=%5B`), {}],
      ['a batch of a thousand', of(`${Array(1000).fill('account.me').join(',')}?batch=1`), {}],
      ['a body that is no JSON', of(mutation), { method: 'POST', body: '{', headers: json }],
      [
        'an unknown content type',
        of(mutation),
        { method: 'POST', body: 'x', headers: { 'content-type': 'application/x-nonsense' } },
      ],
      [tooLarge, of(mutation), { method: 'POST', body: 'x'.repeat(7_000_000), headers: json }],
      ['a byte that is no letter', of(`${query}?input=${encodeURIComponent('{"projectId":"\\u0000"}')}`), {}],
      ['half an escape', `/${realm}/projects/%`, {}],
      ['an escape that is no UTF-8', `/${realm}/projects/%E0%A4%A`, {}],
      ['an action that does not exist', `/${realm}/sign-in?/drop`, form],
      ['a post where there is nothing to post', `/${realm}/projects/x`, form],
      ['a form that is no form', `/${realm}/sign-in`, { method: 'POST', body: '{}', headers: json }],
      ['a request of another site', of('account.me'), { headers: { origin: 'https://evil.test' } }],
    ];

    test.each([
      ...['PUT', 'PATCH', 'DELETE'].map((method) => [method, 'a procedure', of('account.me')] as const),
      ['PUT', 'a page', `/${realm}/sign-in`],
      ['DELETE', 'a page of a record', `/${realm}/projects/x`],
      ['PATCH', 'a file', `/${realm}/files/x`],
      ['PUT', 'an upload', `/${realm}/uploads`],
      ['POST', 'an export', realm === 'staff' ? '/staff/visibility-log/export' : '/portal/tickets/export'],
      // These two are told by what else logs.
      ['POST', 'a page without actions', `/${realm}`],
      ['GET', 'a mutation', of(mutation)],
    ] as const)(
      'a method that nothing answers is not allowed, and gets one line: %s of %s',
      async (method, _, path) => {
        const before = company.server.log().length;
        const body = method === 'GET' ? null : '{}';
        const { status, headers } = await person[realm].fetch(path, { method, body, headers: json });
        expect(status).toBe(405);
        const requestId = headers.get('x-request-id');
        expect(requestId).toBeTruthy();
        // Whatever it wrote stands before the line of the next one.
        const next = await person[realm].fetch(`/${realm}/nothing-here`);
        const linesOf = (id: string | null) => linesSince(before).filter((line) => line.requestId === id);
        await expect
          .poll(() => linesOf(next.headers.get('x-request-id')).length, { timeout: 10_000 })
          .toBeGreaterThan(0);
        expect(linesOf(requestId)).toMatchObject([{ level: 30 }]);
      },
    );

    test.each(requests)('%s', async (what, path, init) => {
      const { server } = company;
      const before = server.log().length;
      const { status } = await person[realm].fetch(path, init).catch((error: unknown) => {
        // The server may close on a body it does not want.
        if (what === tooLarge && String(error).includes('fetch failed')) return { status: 413 };
        throw error;
      });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      const lines = () => linesSince(before);
      await expect.poll(() => lines().length, { timeout: 10_000 }).toBeGreaterThan(0);
      // An error would wake somebody.
      expect(lines().filter(({ level, requestId }) => level > 30 || !requestId)).toEqual([]);
    });
  },
);

test('an error tells a code, a sentence and a request, and nothing of SQL or the code', async () => {
  for (const path of [
    `${api}/nope`,
    `${api}/projects.open?input=%7B`,
    `${api}/projects.open?input=${encodeURIComponent('{"projectId":"\\u0000"}')}`,
  ]) {
    const { body } = await dana.fetch(path);
    const error = (JSON.parse(body) as { error: object }).error;
    expect(Object.keys(error).sort()).toEqual(['code', 'data', 'message']);
    expect(body).not.toMatch(/stack|node_modules|select|constraint|at file|Zod|TRPC/i);
  }
});

test('L47 requests that a browser makes from another site are refused', async () => {
  const from = (headers: Record<string, string>) => dana.fetch(`${api}/account.me`, { headers });
  expect((await from({ origin: 'https://evil.test' })).status).toBe(403);
  expect((await from({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await from({ 'sec-fetch-site': 'same-site' })).status).toBe(403);
  expect((await from({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect(
    (
      await dana.fetch('/portal/sign-out', {
        method: 'POST',
        headers: { origin: 'https://evil.test' },
        body: new URLSearchParams({ a: 'b' }),
      })
    ).status,
  ).toBe(403);
});

describe('L26 no path leads from the portal to the staff side', () => {
  test.each([
    '/portal/../staff',
    '/portal/%2e%2e/staff/projects',
    '/portal//staff',
    '/portal/;/staff',
    '/portal/projects/..%2f..%2fstaff',
    '/portal/api/trpc/../../../staff/api/trpc/projects.list',
  ])('%s', async (path) => {
    const { status, body } = await dana.fetch(path);
    expect([303, 308, 400, 401, 404]).toContain(status);
    expect(body).not.toContain('Renewal pitch');
  });
});

test('L76 pages are not for caches, and do not tell other sites where the reader was', async () => {
  const { headers } = await dana.fetch('/portal');
  expect(headers.get('cache-control')).toBe('private, no-store');
  expect(headers.get('referrer-policy')).toBe('same-origin');
});

test('a process that serves one realm holds nothing of the other and answers not found for it', async () => {
  const { startServer } = await import('../support/server.ts');
  const server = await startServer(company.database, {
    env: { REALMS: 'client', DATABASE_URL_STAFF: undefined, DATABASE_URL_STAFF_AUTH: undefined },
  });
  expect((await fetch(`${server.origin}/portal/sign-in`)).status).toBe(200);
  expect((await fetch(`${server.origin}/staff/sign-in`)).status).toBe(404);
  expect((await fetch(`${server.origin}/staff/api/trpc/projects.list`)).status).toBe(404);
  await server.stop();
});

test('L87 the app refuses to start on a login that row security does not bind', async () => {
  const { startServer } = await import('../support/server.ts');
  const started = startServer(company.database, {
    env: { DATABASE_URL_CLIENT: company.database.url('owner') },
  });
  await expect(started).rejects.toThrow(/must log in as client_app/);
});

test('the app refuses to start where half a bucket is named for its files', async () => {
  const { startServer } = await import('../support/server.ts');
  const started = startServer(company.database, { env: { FILES_S3_BUCKET: 'portal' } });
  await expect(started).rejects.toThrow(/nothing is said for FILES_S3_ENDPOINT/);
});
