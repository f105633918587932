import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { choicesFor, taskList } from './list';

export const load: PageServerLoad = (event) => {
  const { projectId } = event.params;
  const asked = taskList.read(event.url);
  return projectPage(event, ({ projects, tasks }) => [
    projects.choices.fetch(choicesFor(projectId, asked)),
    tasks.list.fetch({ projectId, ...asked }),
  ]);
};

export const actions = {
  share,
  ...staffForm.actions({
    create: (call) => call.tasks.create,
    updateMany: (call) => call.tasks.updateMany,
    saveFilter: (call) => call.filters.save,
    removeFilter: (call) => call.filters.remove,
  }),
} satisfies Actions;
