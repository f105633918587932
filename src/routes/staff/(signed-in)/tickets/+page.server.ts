import { staffAction } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { filterOf } from './filter';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, tickets }) =>
    Promise.all([account.me.fetch(), tickets.queue.fetch(filterOf(event.url)), tickets.mayShare.fetch()]),
  );

export const actions: Actions = {
  share,
  updateMany: (event) =>
    staffAction(event, (call, values, all) => call.tickets.updateMany({ ...values, ids: all('id') })),
  saveView: (event) => staffAction(event, (call, values) => call.tickets.saveView(values as never)),
  removeView: (event) => staffAction(event, (call, values) => call.tickets.removeView(values as never)),
};
