import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, macros }) => Promise.all([account.me.fetch(), macros.list.fetch()]));

export const actions = staffForm.actions({
  create: (call) => call.macros.create,
  update: (call) => call.macros.update,
  remove: (call) => call.macros.remove,
}) satisfies Actions;
