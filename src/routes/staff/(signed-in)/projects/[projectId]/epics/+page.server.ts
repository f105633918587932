import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { epicList } from './list';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ epics }) => [
    epics.list.fetch({ projectId: event.params.projectId, ...epicList.read(event.url) }),
  ]);

export const actions = {
  share,
  ...staffForm.actions({
    createEpic: (call) => call.epics.create,
    createStory: (call) => call.epics.createStory,
    update: (call) => call.epics.update,
    updateStory: (call) => call.epics.updateStory,
    reorder: (call) => call.epics.reorder,
    reorderStory: (call) => call.epics.reorderStory,
    remove: (call) => call.epics.remove,
    removeStory: (call) => call.epics.removeStory,
  }),
} satisfies Actions;
