import { expect, test } from 'vitest';
import { addressNamed, signInAddress } from '../../src/lib/domain/sign-in-address.ts';

const url = (path: string) => new URL(path, 'http://portal.test');

test('a page’s address survives the way to the sign-in page and back, whatever its query', () => {
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
        expect(addressNamed(realm, next)).toBe(path + query);
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
    expect([next, addressNamed('/portal', next)]).toEqual([next, '/portal']);
});
