import { redirect } from '@sveltejs/kit';
import { portalAction, portalPreview } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  ...(await portalPage(
    event,
    ({ account, tickets }) => Promise.all([account.me.fetch(), tickets.options.fetch()]),
    ['tickets'],
  )),
  // The form carries it, so that one that is sent twice raises one ticket.
  requestId: crypto.randomUUID(),
});

export const actions: Actions = {
  raise: async (event) => {
    const outcome = await portalAction(
      event,
      (call, { jobTypeId, projectId, priority, title, description, requestId }, all) =>
        call.tickets.raise({
          jobTypeId,
          projectId: projectId || null,
          priority,
          title,
          description,
          requestId,
          uploads: all('upload'),
        } as never),
    );
    return 'done' in outcome ? redirect(303, `/portal/tickets/${outcome.result.id}`) : outcome;
  },
  preview: portalPreview,
};
