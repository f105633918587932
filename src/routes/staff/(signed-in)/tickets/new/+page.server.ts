import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';
import { chosenIn } from './terms';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, tickets }) =>
    Promise.all([account.me.fetch(), tickets.form.fetch(chosenIn(event.url))]),
  );

export const actions = {
  preview: staffForm.preview,
  raise: staffForm.action((call) => call.tickets.raise, {
    input: ({ values: { terms = '' } }) => {
      const [contractId, clientId] = terms.split(' ');
      return { contractId, clientId };
    },
    then: ({ id }) => `/staff/tickets/${id}`,
  }),
} satisfies Actions;
