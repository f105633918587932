import { earlierIn } from '$lib/domain/thread-part';
import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ sprints }) => [
    sprints.list.fetch({ projectId: event.params.projectId, earlier: earlierIn(event.url) }),
  ]);

export const actions: Actions = {
  share,
  create: (event) =>
    staffAction(event, (call, values) =>
      call.sprints.create({ ...values, projectId: event.params.projectId } as never),
    ),
  move: (event) =>
    staffAction(event, (call, values) =>
      call.sprints.move({ ...values, projectId: event.params.projectId } as never),
    ),
};
