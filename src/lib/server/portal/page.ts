import type { RequestEvent } from '@sveltejs/kit';
import { createServerSideHelpers } from '@trpc/react-query/server';
import type { Section } from '../../inputs/team';
import { accentColorIn, firstView } from '../first-view';
import { pageError } from '../page-errors';
import { contextOf } from '../trpc-endpoint';
import { liveCursors } from './procedure';
import { portalRouter } from './router';

const helpersOf = (event: RequestEvent) =>
  createServerSideHelpers({ router: portalRouter, ctx: contextOf(event) });

/**
 * The data of a page's first view: what `fetch` asks of the procedures, put into the query cache that the browser
 * goes on with, and where the live channels of its sections stood before anything was read.
 */
export async function portalPage(
  event: RequestEvent,
  fetch: (helpers: ReturnType<typeof helpersOf>) => Promise<unknown>,
  sections: readonly Section[] = ['projects'],
) {
  const helpers = helpersOf(event);
  try {
    const cursors = await liveCursors(contextOf(event), sections);
    await fetch(helpers);
    const cache = firstView(helpers.dehydrate());
    event.locals.accentColor = accentColorIn(cache);
    return { cursors, cache };
  } catch (refusal) {
    return pageError(refusal, event, '/portal');
  }
}
