import { redirect } from '@sveltejs/kit';
import { staffAction, staffPreview } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';
import { chosenIn } from './terms';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, tickets }) =>
    Promise.all([account.me.fetch(), tickets.form.fetch(chosenIn(event.url))]),
  );

export const actions: Actions = {
  preview: staffPreview,
  raise: async (event) => {
    const outcome = await staffAction(event, (call, { terms, ...values }, all) => {
      const [contractId, clientId] = terms?.split(' ') ?? [];
      return call.tickets.raise({ ...values, contractId, clientId, uploads: all('upload') } as never);
    });
    if ('done' in outcome) redirect(303, `/staff/tickets/${outcome.result.id}`);
    return outcome;
  },
};
