import { redirect, type RequestEvent } from '@sveltejs/kit';
import { clientPartsIn } from '$lib/domain/thread-part';
import { portalAction, portalPreview } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  ...(await portalPage(
    event,
    ({ account, tickets }) =>
      Promise.all([account.me.fetch(), tickets.open.fetch({ ...event.params, ...clientPartsIn(event.url) })]),
    ['tickets'],
  )),
  // The reply carries it, so that one that is sent twice arrives once.
  requestId: crypto.randomUUID(),
});

type Work = Parameters<typeof portalAction<unknown>>[1];

/** An action named `from` that does something; without scripts it ends in a redirect, so that a reload does not do it once more. */
const deed =
  (
    from: string,
    place: string,
    work: (event: RequestEvent, ...given: Parameters<Work>) => ReturnType<Work>,
  ) =>
  async (event: RequestEvent) => {
    const outcome = await portalAction(event, (...given) => work(event, ...given));
    if (!('done' in outcome)) return outcome;
    const isPlainForm = !event.request.headers.has('x-sveltekit-action');
    if (isPlainForm) redirect(303, `${event.url.pathname}${place}`);
    return { done: from };
  };

export const actions: Actions = {
  reply: deed('reply', '#thread', ({ params }, call, { body, requestId }, all) =>
    call.tickets.reply({ ticketId: params.ticketId, body, requestId, uploads: all('upload') } as never),
  ),
  preview: portalPreview,
  move: deed('move', '', ({ params }, call, { status }) =>
    call.tickets.move({ ticketId: params.ticketId, status } as never),
  ),
  rate: deed('rate', '', ({ params }, call, { rating, comment }) =>
    call.tickets.rate({ ticketId: params.ticketId, rating, comment } as never),
  ),
};
