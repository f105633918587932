import { downloadPreview } from '$lib/server/downloads';
import { recordFetched } from '$lib/server/portal/fetched';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** The preview of a picture, to whoever may see the picture at this moment. The team learns that it was seen. */
export const GET: RequestHandler = async (event) => {
  const call = portalCaller(contextOf(event));
  const answer = await downloadPreview(event, '/portal', () => call.files.preview(event.params));
  await recordFetched(event, event.params.attachmentId, answer);
  return answer;
};
