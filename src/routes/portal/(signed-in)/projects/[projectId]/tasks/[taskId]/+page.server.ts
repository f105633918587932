import { redirect } from '@sveltejs/kit';
import { clientPartsIn } from '$lib/domain/thread-part';
import { portalAction } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  ...(await portalPage(event, ({ account, projects }) =>
    Promise.all([account.me.fetch(), projects.task.fetch({ ...event.params, ...clientPartsIn(event.url) })]),
  )),
  // The comment carries it, so that one that is sent twice arrives once.
  requestId: crypto.randomUUID(),
});

export const actions: Actions = {
  default: async (event) => {
    const outcome = await portalAction(event, (call, { body, requestId }, all) =>
      call.projects.comment({
        taskId: event.params.taskId,
        body,
        requestId,
        uploads: all('upload'),
      } as never),
    );
    // Without JavaScript, so that a reload of what comes back does not comment once more.
    const isPlainForm = !event.request.headers.has('x-sveltekit-action');
    if ('done' in outcome && isPlainForm) redirect(303, `${event.url.pathname}#comments`);
    return outcome;
  },
};
