import { earlierIn } from '$lib/domain/thread-part';
import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ milestones }) => [
    milestones.list.fetch({ projectId: event.params.projectId, earlier: earlierIn(event.url) }),
  ]);

export const actions: Actions = {
  share,
  create: (event) =>
    staffAction(event, (call, values) =>
      call.milestones.create({ ...values, projectId: event.params.projectId } as never),
    ),
  update: (event) =>
    staffAction(event, (call, values) =>
      call.milestones.update({ ...values, projectId: event.params.projectId } as never),
    ),
  remove: (event) =>
    staffAction(event, (call, values) =>
      call.milestones.remove({ ...values, projectId: event.params.projectId } as never),
    ),
};
