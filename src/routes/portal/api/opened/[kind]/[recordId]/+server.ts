import { error } from '@sveltejs/kit';
import { receiptInput } from '$lib/inputs/projects';
import { pageError } from '$lib/server/page-errors';
import { isPictureShown } from '$lib/server/picture-shown';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/** How a page tells that a record was opened where no script does: a picture that shows nothing. */
export const GET: RequestHandler = async (event) => {
  const opened = receiptInput.safeParse(event.params);
  if (!opened.success) error(404, "We can't find this page, or you don't have access to it.");
  if (isPictureShown(event.request.headers))
    await portalCaller(contextOf(event))
      .receipts.record(opened.data)
      .catch((refusal: unknown) => pageError(refusal, event, '/portal'));
  return new Response(null, { status: 204 });
};
