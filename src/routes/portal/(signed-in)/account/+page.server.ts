import { portalForm } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account }) => Promise.all([account.me.fetch(), account.open.fetch()]));

export const actions = { default: portalForm.action((call) => call.account.update) } satisfies Actions;
