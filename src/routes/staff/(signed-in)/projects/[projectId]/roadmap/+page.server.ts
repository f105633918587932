import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects }) => [projects.roadmap.fetch({ projectId: event.params.projectId })]);

export const actions = { share, update: staffForm.action((call) => call.epics.update) } satisfies Actions;
