import { addressOf } from './page-address';

/** The sign-in page of a realm, from which somebody comes back to the place they were at. */
export const signInAddress = (realm: '/portal' | '/staff', url: Pick<URL, 'pathname' | 'search'>): string =>
  `${realm}/sign-in?next=${encodeURIComponent(addressOf(url))}`;

/** The place that `next` names, where it lies in the realm; else the realm's first page. */
export function addressNamed(realm: '/portal' | '/staff', next: string | null): string {
  const here = 'http://here.invalid';
  const url = next?.startsWith('/') && URL.canParse(next, here) ? new URL(next, here) : null;
  if (url?.origin !== here) return realm;
  const isWithin = url.pathname === realm || url.pathname.startsWith(`${realm}/`);
  return isWithin && !url.pathname.includes('//') ? addressOf(url) : realm;
}
