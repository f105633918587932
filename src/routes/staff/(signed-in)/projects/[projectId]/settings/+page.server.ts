import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { memberList } from './list';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects }) => [
    projects.members.fetch({ projectId: event.params.projectId, ...memberList.read(event.url) }),
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
