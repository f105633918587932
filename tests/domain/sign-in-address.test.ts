import { expect, test } from 'vitest';
import {
  actionOf,
  pageOf,
  placeNamed,
  placeOf,
  signInAddress,
} from '../../src/lib/domain/sign-in-address.ts';

const url = (path: string) => new URL(path, 'http://portal.test');

test('a place is a page with its query as it stands, without what a form action adds', () => {
  for (const [path, place] of [
    ['/portal/tickets/1?/reply', '/portal/tickets/1'],
    ['/portal/tickets/1?/reply&earlier=2', '/portal/tickets/1?earlier=2'],
    ['/staff/tickets/new?/raise&terms=a%20b', '/staff/tickets/new?terms=a%20b'],
    ['/staff/tickets?search=a//b\\c+%2F%2F&view=', '/staff/tickets?search=a//b\\c+%2F%2F&view='],
    ['/portal/tickets?%2Fmove&status=all', '/portal/tickets?status=all'],
    ['/portal?a=/b&a=%E2%82%AC', '/portal?a=/b&a=%E2%82%AC'],
  ] as const)
    expect(placeOf(url(path))).toBe(place);
});

test('an action is told from a query', () => {
  expect(actionOf(url('/portal/tickets/1?/reply&earlier=2'))).toBe('/reply');
  expect(actionOf(url('/portal/tickets/1?earlier=2'))).toBe('');
  expect(actionOf(url('/portal'))).toBe('');
});

test('what is asked for survives the way to the sign-in page and back, whatever stands in its query', () => {
  for (const query of [
    '',
    '?q=a//b',
    '?q=%5C%5Cserver%5Cshare',
    '?q=two%20words+three',
    '?q=%0A',
    '?a=1&a=2&b',
    '?next=//evil.test',
    '?q=100%',
  ])
    for (const realm of ['/portal', '/staff'] as const)
      for (const path of [realm, `${realm}/tickets/7`]) {
        const next = url(signInAddress(realm, url(path + query))).searchParams.get('next');
        expect(placeNamed(realm, next)).toBe(path + query);
      }
});

test('nothing leads out of the realm', () => {
  for (const next of [
    null,
    '',
    'portal/tickets',
    'https://evil.test/portal/',
    '//evil.test/portal/',
    '/portal//evil.test',
    '/portal/\\evil.test',
    '/\\evil.test/portal/',
    '/\t/evil.test/portal/',
    '/portal/../staff',
    '/portal/..//evil.test',
    '/portals',
    '/staff/tickets',
    'http://here.invalid/portal/tickets',
  ])
    expect([next, placeNamed('/portal', next)]).toEqual([next, '/portal']);
});

test('a form action is answered for the page that it was sent from, where the browser names that', () => {
  const asked = url('/portal/tickets/1?/reply');
  const from = (referer: string, method = 'POST') =>
    pageOf({ method, headers: new Headers(referer ? { referer } : {}) }, asked).href;
  expect(from('http://portal.test/portal/tickets/1?earlier=2')).toBe(
    'http://portal.test/portal/tickets/1?earlier=2',
  );
  for (const other of [
    '',
    'nonsense',
    'http://evil.test/portal/tickets/1?a',
    'http://portal.test/portal/tickets/2?a',
  ])
    expect(from(other)).toBe(asked.href);
  expect(from('http://portal.test/portal/tickets/1?earlier=2', 'GET')).toBe(asked.href);
});
