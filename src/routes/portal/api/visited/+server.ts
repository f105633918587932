import { pageError } from '$lib/server/page-errors';
import { isPictureShown } from '$lib/server/picture-shown';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** How a page tells that the person is here where no script does: a picture that shows nothing. */
export const GET: RequestHandler = async (event) => {
  if (isPictureShown(event.request.headers))
    await portalCaller(contextOf(event))
      .visits.record()
      .catch((refusal: unknown) => pageError(refusal, event, '/portal'));
  return new Response(null, { status: 204 });
};
