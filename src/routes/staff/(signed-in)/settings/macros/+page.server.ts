import { staffAction } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, macros }) => Promise.all([account.me.fetch(), macros.list.fetch()]));

export const actions: Actions = {
  create: (event) => staffAction(event, (call, values) => call.macros.create(values as never)),
  update: (event) => staffAction(event, (call, values) => call.macros.update(values as never)),
  remove: (event) => staffAction(event, (call, values) => call.macros.remove(values as never)),
};
