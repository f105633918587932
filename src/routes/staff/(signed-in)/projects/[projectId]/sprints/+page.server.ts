import { earlierIn } from '$lib/domain/thread-part';
import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ sprints }) => [
    sprints.list.fetch({ projectId: event.params.projectId, earlier: earlierIn(event.url) }),
  ]);

export const actions = {
  share,
  ...staffForm.actions({
    create: (call) => call.sprints.create,
    move: (call) => call.sprints.move,
  }),
} satisfies Actions;
