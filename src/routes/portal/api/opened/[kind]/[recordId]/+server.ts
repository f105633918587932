import { error } from '@sveltejs/kit';
import { receiptInput } from '$lib/inputs/projects';
import { pageError } from '$lib/server/page-errors';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import type { RequestHandler } from './$types';

/**
 * Whether a browser shows the page that this is a part of. Not when it fetches ahead of a click, follows a link to here, or
 * shows a page of another site; one that says nothing of this is believed.
 */
function isShown(headers: Headers): boolean {
  const says = (name: string, usual: string) => headers.get(name) ?? usual;
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => says(name, '')).join();
  return (
    !/prefetch|prerender|preview/.test(purpose) &&
    says('sec-fetch-dest', 'image') === 'image' &&
    says('sec-fetch-site', 'same-origin') === 'same-origin'
  );
}

/** How a page tells that a record was opened where no script does: a picture that shows nothing. */
export const GET: RequestHandler = async (event) => {
  const opened = receiptInput.safeParse(event.params);
  if (!opened.success) error(404, 'There is nothing here that you can see.');
  if (isShown(event.request.headers))
    await portalCaller(contextOf(event))
      .receipts.record(opened.data)
      .catch((refusal: unknown) => pageError(refusal, event, '/portal'));
  return new Response(null, { status: 204 });
};
