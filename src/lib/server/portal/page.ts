import type { RequestEvent } from '@sveltejs/kit';
import { createServerSideHelpers } from '@trpc/react-query/server';
import { firstView } from '../first-view';
import { pageError } from '../page-errors';
import { contextOf } from '../trpc-endpoint';
import { liveCursor } from './procedure';
import { portalRouter } from './router';

const helpersOf = (event: RequestEvent) =>
  createServerSideHelpers({ router: portalRouter, ctx: contextOf(event) });

/**
 * The data of a page's first view: what `fetch` asks of the procedures, put into the query cache that the browser
 * goes on with, and where the live channel stood before anything was read.
 */
export async function portalPage(
  event: RequestEvent,
  fetch: (helpers: ReturnType<typeof helpersOf>) => Promise<unknown>,
) {
  const helpers = helpersOf(event);
  try {
    const cursor = await liveCursor(contextOf(event), 'projects');
    await fetch(helpers);
    return { cursor, cache: firstView(helpers.dehydrate()) };
  } catch (refusal) {
    return pageError(refusal, event, '/portal');
  }
}
