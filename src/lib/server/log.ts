import type { RequestEvent } from '@sveltejs/kit';
import pino from 'pino';

/** The process log: one JSON object a line on standard output. */
export const log = pino({ level: process.env.LOG_LEVEL ?? 'info', base: null });

/** The line of a request by a method that its page or endpoint does not take: SvelteKit answers it without an error, so that nothing else tells. */
export function logWrongMethod({ locals, request, url }: RequestEvent, status: number): void {
  if (status !== 405 || locals.isLogged) return;
  locals.isLogged = true;
  log.info(
    { requestId: locals.requestId, status, path: url.pathname, method: request.method },
    'method not allowed',
  );
}
