import { pageIn } from '$lib/domain/page-in';
import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects }) => [
    projects.members.fetch({ projectId: event.params.projectId, page: pageIn(event.url, 'members') }),
  ]);

export const actions = {
  share,
  ...staffForm.actions({
    update: (call) => call.projects.update,
    setDefault: (call) => call.projects.setDefault,
    setCommenting: (call) => call.projects.setCommenting,
    setMember: (call) => call.projects.setMember,
  }),
} satisfies Actions;
