import { staffAction } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, jobs }) => Promise.all([account.me.fetch(), jobs.list.fetch()]));

export const actions: Actions = {
  default: (event) => staffAction(event, (call, values) => call.jobs.retry(values as never)),
};
