import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { choicesFor, filterOf } from './filter';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects, tasks }) => [
    projects.choices.fetch(choicesFor(event.params.projectId, event.url)),
    tasks.list.fetch(filterOf(event.params.projectId, event.url)),
  ]);

export const actions = {
  share,
  ...staffForm.actions({
    create: (call) => call.tasks.create,
    updateMany: (call) => call.tasks.updateMany,
    saveFilter: (call) => call.filters.save,
    removeFilter: (call) => call.filters.remove,
  }),
} satisfies Actions;
