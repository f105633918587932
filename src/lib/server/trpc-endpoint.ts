import type { RequestEvent } from '@sveltejs/kit';
import type { AnyTRPCRouter } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { logError } from './errors';
import { log } from './log';
import type { RequestContext } from './realm-procedure';
import { isFromElsewhere } from './same-site';

/** The context that a procedure gets from a SvelteKit request. */
export const contextOf = (event: RequestEvent): RequestContext => ({
  requestId: event.locals.requestId,
  token: event.locals.token,
  viewing: event.locals.view !== null,
  signal: event.request.signal,
});

/**
 * Answers tRPC over HTTP for one realm. A request that a browser made from another site is refused before it is read.
 */
export function trpcEndpoint(endpoint: string, router: AnyTRPCRouter) {
  return async (event: RequestEvent): Promise<Response> => {
    const refuse = (status: number, sentence: string) => {
      const { requestId } = event.locals;
      log.info({ requestId, status, path: event.url.pathname, cause: sentence }, 'request refused');
      return new Response(sentence, { status });
    };
    if (isFromElsewhere(event.request, event.url.origin))
      return refuse(403, 'Requests from other sites are refused.');
    const request = await readRequest(event.request);
    if (!request) return refuse(400, 'This is not JSON.');
    return fetchRequestHandler({
      endpoint,
      router,
      req: request,
      maxBatchSize: 20,
      createContext: () => contextOf(event),
      onError: ({ error, path, type }) => {
        event.locals.isLogged = true;
        logError(error, { requestId: event.locals.requestId, path, type });
      },
    });
  };
}

/**
 * The request with its body read, so that one that is too large (SvelteKit throws a 413) or no JSON is refused also where
 * a procedure takes no input and would not look. Null where it is no JSON.
 */
async function readRequest(request: Request): Promise<Request | null> {
  if (request.method !== 'POST') return request;
  const body = await request.text();
  const isJson = request.headers.get('content-type')?.startsWith('application/json');
  if (isJson && body) {
    try {
      JSON.parse(body);
    } catch {
      return null;
    }
  }
  return new Request(request, { body });
}
