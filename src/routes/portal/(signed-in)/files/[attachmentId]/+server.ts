import { download } from '$lib/server/downloads';
import { recordFetched } from '$lib/server/portal/fetched';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** A file, to whoever may see it at this moment. The team learns that it was fetched. */
export const GET: RequestHandler = async (event) => {
  const call = portalCaller(contextOf(event));
  const answer = await download(event, '/portal', () => call.files.open(event.params));
  await recordFetched(event, event.params.attachmentId, answer);
  return answer;
};
