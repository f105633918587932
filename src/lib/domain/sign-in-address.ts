/** The part of a URL that a page is asked by: what a form action adds to it is left out, the rest stays as it stands. */
export function placeOf({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
  const query = search
    .slice(1)
    .split('&')
    .filter((part) => !isAction(part))
    .join('&');
  return query ? `${pathname}?${query}` : pathname;
}

/** The name of the form action that a URL asks for, as `/reply`; '' for the page's default action. */
export function actionOf({ search }: Pick<URL, 'search'>): string {
  const part = search.slice(1).split('&').find(isAction) ?? '';
  return [...new URLSearchParams(part).keys()][0] ?? '';
}

const isAction = (part: string) => [...new URLSearchParams(part).keys()][0]?.startsWith('/') ?? false;

/**
 * The page that a request came from: a form action's own address lacks the query of its page, which the browser names as where
 * it came from.
 */
export function pageOf(request: { method: string; headers: Headers }, url: URL): URL {
  const from = request.headers.get('referer') ?? '';
  if (request.method === 'GET' || !URL.canParse(from)) return url;
  const page = new URL(from);
  return page.origin === url.origin && page.pathname === url.pathname ? page : url;
}

/** The sign-in page of a realm, from which somebody comes back to the place they were at. */
export const signInAddress = (realm: '/portal' | '/staff', url: Pick<URL, 'pathname' | 'search'>): string =>
  `${realm}/sign-in?next=${encodeURIComponent(placeOf(url))}`;

/** The place that `next` names, where it lies in the realm; else the realm's first page. */
export function placeNamed(realm: '/portal' | '/staff', next: string | null): string {
  const here = 'http://here.invalid';
  const url = next?.startsWith('/') && URL.canParse(next, here) ? new URL(next, here) : null;
  if (url?.origin !== here) return realm;
  const isWithin = url.pathname === realm || url.pathname.startsWith(`${realm}/`);
  return isWithin && !url.pathname.includes('//') ? placeOf(url) : realm;
}
