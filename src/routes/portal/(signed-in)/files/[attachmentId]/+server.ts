import { download } from '$lib/server/downloads';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** A file, to whoever may see it at this moment. The team learns that it was fetched; a later part of it is the same fetching. */
export const GET: RequestHandler = async (event) => {
  const call = portalCaller(contextOf(event));
  const answer = await download(event, '/portal', () => call.files.open(event.params));
  const begins = !/^bytes=(?!0*-)/.test(event.request.headers.get('range') ?? '');
  if (answer.ok && begins && event.request.method === 'GET' && event.locals.view === null)
    await call.receipts.record({ kind: 'attachment', recordId: event.params.attachmentId });
  return answer;
};
