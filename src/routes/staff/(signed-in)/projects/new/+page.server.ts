import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, clients }) => Promise.all([account.me.fetch(), clients.list.fetch()]));

export const actions = {
  default: staffForm.action((call) => call.projects.create, { then: ({ id }) => `/staff/projects/${id}` }),
} satisfies Actions;
