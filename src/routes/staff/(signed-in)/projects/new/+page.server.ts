import { redirect } from '@sveltejs/kit';
import { staffAction } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, clients }) => Promise.all([account.me.fetch(), clients.list.fetch()]));

export const actions: Actions = {
  default: async (event) => {
    const outcome = await staffAction(event, (call, values) => call.projects.create(values as never));
    if ('done' in outcome) redirect(303, `/staff/projects/${outcome.result.id}`);
    return outcome;
  },
};
