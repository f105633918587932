import type { RequestEvent } from '@sveltejs/kit';
import { portalCaller } from './router';
import { contextOf } from '../trpc-endpoint';

/**
 * Lets the team know that the person fetched a file, or saw the preview of it: not where the answer was refused, is a later part of
 * the same fetching, or was asked for by a member of the team who looks through the person's eyes.
 */
export async function recordFetched(
  event: RequestEvent,
  attachmentId: string,
  answer: Response,
): Promise<void> {
  const begins = !/^bytes=(?!0*-)/.test(event.request.headers.get('range') ?? '');
  if (answer.ok && begins && event.request.method === 'GET' && event.locals.view === null)
    await portalCaller(contextOf(event)).receipts.record({ kind: 'attachment', recordId: attachmentId });
}
