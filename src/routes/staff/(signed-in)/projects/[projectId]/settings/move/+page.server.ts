import { redirect } from '@sveltejs/kit';
import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => projectPage(event, ({ clients }) => [clients.list.fetch()]);

export const actions: Actions = {
  default: async (event) => {
    const outcome = await staffAction(event, (call, values) =>
      call.projects.move({ ...values, projectId: event.params.projectId } as never),
    );
    if ('done' in outcome) redirect(303, `/staff/projects/${event.params.projectId}/settings`);
    return outcome;
  },
};
