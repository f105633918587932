import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { choicesFor, filterOf } from './filter';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects, tasks }) => [
    projects.choices.fetch(choicesFor(event.params.projectId, event.url)),
    tasks.list.fetch(filterOf(event.params.projectId, event.url)),
  ]);

export const actions: Actions = {
  share,
  create: (event) =>
    staffAction(event, (call, values) =>
      call.tasks.create({ ...values, projectId: event.params.projectId } as never),
    ),
  updateMany: (event) =>
    staffAction(event, (call, values, all) =>
      call.tasks.updateMany({ ...values, ids: all('id'), projectId: event.params.projectId }),
    ),
  saveFilter: (event) =>
    staffAction(event, (call, values) =>
      call.filters.save({ ...values, projectId: event.params.projectId } as never),
    ),
  removeFilter: (event) =>
    staffAction(event, (call, values) =>
      call.filters.remove({ ...values, projectId: event.params.projectId } as never),
    ),
};
