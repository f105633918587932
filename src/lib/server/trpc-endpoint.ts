import type { RequestEvent } from '@sveltejs/kit';
import type { AnyTRPCRouter } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { logError } from './errors';
import type { RequestContext } from './realm-procedure';

/** What a procedure learns of a SvelteKit request. */
export const contextOf = (event: RequestEvent): RequestContext => ({
  requestId: event.locals.requestId,
  token: event.locals.token,
  signal: event.request.signal,
});

/**
 * Answers tRPC over HTTP for one realm. A request that a browser made from another site is refused before it is read:
 * SvelteKit's own check covers forms only.
 */
export function trpcEndpoint(endpoint: string, router: AnyTRPCRouter) {
  return (event: RequestEvent): Promise<Response> | Response => {
    const origin = event.request.headers.get('origin');
    const site = event.request.headers.get('sec-fetch-site');
    if ((origin && origin !== event.url.origin) || (site && site !== 'same-origin' && site !== 'none')) {
      return new Response('Requests from other sites are refused.', { status: 403 });
    }
    return fetchRequestHandler({
      endpoint,
      router,
      req: event.request,
      maxBatchSize: 20,
      createContext: () => contextOf(event),
      onError: ({ error, path, type }) => logError(error, { requestId: event.locals.requestId, path, type }),
    });
  };
}
