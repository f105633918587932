import { clientPartsIn } from '$lib/domain/thread-part';
import { portalForm } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(
    event,
    ({ account, tickets }) =>
      Promise.all([account.me.fetch(), tickets.open.fetch({ ...event.params, ...clientPartsIn(event.url) })]),
    ['tickets'],
  );

export const actions = {
  reply: portalForm.action((call) => call.tickets.reply, { anchor: '#thread' }),
  preview: portalForm.preview,
  move: portalForm.action((call) => call.tickets.move, { anchor: '' }),
  rate: portalForm.action((call) => call.tickets.rate, { anchor: '' }),
} satisfies Actions;
