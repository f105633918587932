import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account }) => Promise.all([account.me.fetch(), account.open.fetch()]));

export const actions = { default: staffForm.action((call) => call.account.update) } satisfies Actions;
