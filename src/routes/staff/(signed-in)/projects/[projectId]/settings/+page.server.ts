import { pageIn } from '$lib/domain/page-in';
import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects }) => [
    projects.members.fetch({ projectId: event.params.projectId, page: pageIn(event.url, 'members') }),
  ]);

export const actions: Actions = {
  share,
  update: (event) =>
    staffAction(event, (call, values) =>
      call.projects.update({ ...values, projectId: event.params.projectId } as never),
    ),
  setDefault: (event) =>
    staffAction(event, (call, values) =>
      call.projects.setDefault({ ...values, projectId: event.params.projectId } as never),
    ),
  setCommenting: (event) =>
    staffAction(event, (call, values) =>
      call.projects.setCommenting({ ...values, projectId: event.params.projectId } as never),
    ),
  setMember: (event) =>
    staffAction(event, (call, values) =>
      call.projects.setMember({ ...values, projectId: event.params.projectId } as never),
    ),
};
