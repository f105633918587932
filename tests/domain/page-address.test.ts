import { expect, test } from 'vitest';
import { actionOf, pageOf, addressOf } from '../../src/lib/domain/page-address.ts';

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
    expect(addressOf(url(path))).toBe(place);
});

test('an action is told from a query', () => {
  expect(actionOf(url('/portal/tickets/1?/reply&earlier=2'))).toBe('/reply');
  expect(actionOf(url('/portal/tickets/1?earlier=2'))).toBe('');
  expect(actionOf(url('/portal'))).toBe('');
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
