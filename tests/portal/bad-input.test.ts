import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleCompany, type SampleCompany, type Visitor } from '../support/visitor.ts';

let company: SampleCompany;
let dana: Visitor;
beforeAll(async () => {
  company = await startSampleCompany();
  dana = await company.as('Nexus Corp', 'Client Admin');
});
afterAll(() => company.stop());

const api = '/portal/api/trpc';

test('a field that is wrong is named, in a sentence', async () => {
  const { status, body } = await dana.query('portal', 'projects.open', { projectId: 'x' });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({
    error: { data: { code: 'bad_request', fields: { projectId: 'This is not a project.' } } },
  });
});

describe('what makes no sense gets a 4xx, never a 500, and a line in the log', () => {
  const requests: [string, string, RequestInit][] = [
    ['an unknown procedure', `${api}/projects.secret`, {}],
    ['a mutation by GET', `${api}/visits.record`, {}],
    [
      'a query by POST',
      `${api}/projects.list`,
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    ],
    ['an input that is no JSON', `${api}/projects.open?input=%7B`, {}],
    ['a batch that is no object', `${api}/projects.open,projects.open?batch=1&input=%5B`, {}],
    ['a batch of a thousand', `${api}/${Array(1000).fill('account.me').join(',')}?batch=1`, {}],
    [
      'a body that is no JSON',
      `${api}/visits.record`,
      { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
    ],
    [
      'an unknown content type',
      `${api}/visits.record`,
      { method: 'POST', body: 'x', headers: { 'content-type': 'application/x-nonsense' } },
    ],
    [
      'a body that is too large',
      `${api}/visits.record`,
      { method: 'POST', body: 'x'.repeat(2_000_000), headers: { 'content-type': 'application/json' } },
    ],
    [
      'a byte that is no letter',
      `${api}/projects.open?input=${encodeURIComponent('{"projectId":"\u0000"}')}`,
      {},
    ],
    ['half an escape', '/portal/projects/%', {}],
    ['an escape that is no UTF-8', '/portal/projects/%E0%A4%A', {}],
    [
      'an action that does not exist',
      '/portal/sign-in?/drop',
      { method: 'POST', body: new URLSearchParams({ a: 'b' }) },
    ],
    [
      'a post where there is nothing to post',
      '/portal/projects/x',
      { method: 'POST', body: new URLSearchParams({ a: 'b' }) },
    ],
    [
      'a form that is no form',
      '/portal/sign-in',
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    ],
  ];
  test.each(requests)('%s', async (_, path, init) => {
    const { status } = await dana.fetch(path, init).catch((error: unknown) => {
      // The server may close on a body it does not want.
      if (String(error).includes('fetch failed')) return { status: 413 };
      throw error;
    });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });
});

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
