/** The part of a URL that a page is asked by: what a form action adds to it is left out, the rest stays as it stands. */
export function addressOf({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
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
