import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, jobs }) => Promise.all([account.me.fetch(), jobs.list.fetch()]));

export const actions = { default: staffForm.action((call) => call.jobs.retry) } satisfies Actions;
