import type { RequestEvent } from '@sveltejs/kit';

/**
 * The address of a page without the parameters that say nothing, which a form sends of each field that nobody filled in where no script
 * leaves them out; null where there is none. A parameter without an equals sign, as in `?edit`, says something.
 */
export function withoutEmptyParameters({
  request,
  url,
  isDataRequest,
}: Pick<RequestEvent, 'request' | 'url' | 'isDataRequest'>): Response | null {
  if (request.method !== 'GET' || isDataRequest || url.pathname.includes('/api/')) return null;
  const parameters = url.search.slice(1).split('&');
  const full = parameters.filter((part) => !/^[^=]+=$/.test(part));
  if (full.length === parameters.length) return null;
  const query = full.length ? `?${full.join('&')}` : '';
  return new Response(null, { status: 303, headers: { location: `${url.pathname}${query}` } });
}
