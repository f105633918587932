import { portalForm } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, tickets }) => Promise.all([account.me.fetch(), tickets.options.fetch()]), [
    'tickets',
  ]);

export const actions = {
  raise: portalForm.action((call) => call.tickets.raise, {
    input: ({ values: { projectId } }) => ({ projectId: projectId || null }),
    then: ({ id }) => `/portal/tickets/${id}`,
  }),
  preview: portalForm.preview,
} satisfies Actions;
