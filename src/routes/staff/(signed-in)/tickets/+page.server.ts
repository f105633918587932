import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { queue } from './list';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, tickets }) =>
    Promise.all([account.me.fetch(), tickets.queue.fetch(queue.read(event.url)), tickets.mayShare.fetch()]),
  );

export const actions = {
  share,
  ...staffForm.actions({
    updateMany: (call) => call.tickets.updateMany,
    saveView: (call) => call.tickets.saveView,
    removeView: (call) => call.tickets.removeView,
  }),
} satisfies Actions;
