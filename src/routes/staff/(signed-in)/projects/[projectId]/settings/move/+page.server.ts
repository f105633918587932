import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => projectPage(event, ({ clients }) => [clients.list.fetch()]);

export const actions = {
  default: staffForm.action((call) => call.projects.move, {
    then: (_, { params: { projectId } }) => `/staff/projects/${projectId}/settings`,
  }),
} satisfies Actions;
