import { portalForm } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  ...(await portalPage(
    event,
    ({ account, tickets }) => Promise.all([account.me.fetch(), tickets.options.fetch()]),
    ['tickets'],
  )),
  // The form carries it, so that one that is sent twice raises one ticket.
  requestId: crypto.randomUUID(),
});

export const actions = {
  raise: portalForm.action((call) => call.tickets.raise, {
    input: ({ values: { projectId } }) => ({ projectId: projectId || null }),
    then: ({ id }) => `/portal/tickets/${id}`,
  }),
  preview: portalForm.preview,
} satisfies Actions;
