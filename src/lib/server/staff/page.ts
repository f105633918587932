import type { RequestEvent } from '@sveltejs/kit';
import { createServerSideHelpers } from '@trpc/react-query/server';
import { liveScopeOf, liveSectionOf } from '../../domain/live-section';
import { accentColorIn, firstView } from '../first-view';
import { pageError } from '../page-errors';
import { contextOf } from '../trpc-endpoint';
import { liveCursor } from './procedure';
import { staffRouter } from './router';

const helpersOf = (event: RequestEvent) =>
  createServerSideHelpers({ router: staffRouter, ctx: contextOf(event) });

/**
 * The data of a page's first view: what `fetch` asks of the procedures, put into the query cache that the browser
 * goes on with, and where the live channel stood before anything was read.
 */
export async function staffPage(
  event: RequestEvent,
  fetch: (helpers: ReturnType<typeof helpersOf>) => Promise<unknown>,
) {
  const helpers = helpersOf(event);
  try {
    const cursor = await liveCursor(
      contextOf(event),
      liveSectionOf(event.url.pathname),
      liveScopeOf(event.url.pathname),
    );
    // The side bar of every page shows the timer that runs.
    await Promise.all([helpers.time.running.fetch(), fetch(helpers)]);
    const cache = firstView(helpers.dehydrate());
    event.locals.accentColor = accentColorIn(cache);
    return { cursor, cache };
  } catch (refusal) {
    return pageError(refusal, event, '/staff');
  }
}
