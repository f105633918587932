import type { RequestEvent } from '@sveltejs/kit';

/**
 * Whether a browser made this request from a page of another site. SvelteKit's own check covers forms only. What is no
 * browser sends neither header.
 */
export function isFromElsewhere(request: Request, origin: string): boolean {
  const from = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  return Boolean((from && from !== origin) || (site && site !== 'same-origin' && site !== 'none'));
}

/**
 * A link on another site that searches a list gets the list without the search: how long a search takes, and how much it finds, is not for
 * who wrote the link. Null for every other request.
 */
export function withoutForeignSearch({
  request,
  url,
}: Pick<RequestEvent, 'request' | 'url'>): Response | null {
  if (!url.searchParams.has('search') || !isFromElsewhere(request, url.origin)) return null;
  const asked = new URLSearchParams(url.search);
  asked.delete('search');
  return new Response(null, {
    status: 303,
    headers: { location: `${url.pathname}${asked.size ? `?${asked.toString()}` : ''}` },
  });
}
