import { clientPartsIn } from '$lib/domain/thread-part';
import { portalForm } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) =>
    Promise.all([account.me.fetch(), projects.task.fetch({ ...event.params, ...clientPartsIn(event.url) })]),
  );

export const actions = {
  default: portalForm.action((call) => call.projects.comment, { anchor: '#comments' }),
} satisfies Actions;
