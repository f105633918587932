import { staffForm } from '$lib/server/staff/form';
import { staffPage } from '$lib/server/staff/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, settings }) => Promise.all([account.me.fetch(), settings.open.fetch()]));

export const actions = { default: staffForm.action((call) => call.settings.update) } satisfies Actions;
