import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { epicsOf } from './epics-of';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ epics }) => [epics.list.fetch(epicsOf(event.params.projectId, event.url))]);

export const actions: Actions = {
  share,
  createEpic: (event) =>
    staffAction(event, (call, values) =>
      call.epics.create({ ...values, projectId: event.params.projectId } as never),
    ),
  createStory: (event) =>
    staffAction(event, (call, values) =>
      call.epics.createStory({ ...values, projectId: event.params.projectId } as never),
    ),
  update: (event) =>
    staffAction(event, (call, values) =>
      call.epics.update({ ...values, projectId: event.params.projectId } as never),
    ),
  updateStory: (event) =>
    staffAction(event, (call, values) =>
      call.epics.updateStory({ ...values, projectId: event.params.projectId } as never),
    ),
  place: (event) =>
    staffAction(event, (call, values) =>
      call.epics.place({ ...values, projectId: event.params.projectId } as never),
    ),
  placeStory: (event) =>
    staffAction(event, (call, values) =>
      call.epics.placeStory({ ...values, projectId: event.params.projectId } as never),
    ),
  remove: (event) =>
    staffAction(event, (call, values) =>
      call.epics.remove({ ...values, projectId: event.params.projectId } as never),
    ),
  removeStory: (event) =>
    staffAction(event, (call, values) =>
      call.epics.removeStory({ ...values, projectId: event.params.projectId } as never),
    ),
};
