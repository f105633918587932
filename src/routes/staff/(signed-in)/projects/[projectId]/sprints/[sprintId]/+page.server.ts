import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

/** Without what SvelteKit has the parameters watched by. */
const idsOf = ({ projectId, sprintId }: { projectId: string; sprintId: string }) => ({ projectId, sprintId });

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects, sprints }) => [
    sprints.open.fetch(idsOf(event.params)),
    projects.members.fetch({ projectId: event.params.projectId }),
  ]);

export const actions = {
  share,
  ...staffForm.actions({
    update: (call) => call.sprints.update,
    move: (call) => call.sprints.move,
    complete: (call) => call.sprints.complete,
  }),
  remove: staffForm.action((call) => call.sprints.remove, {
    then: (_, { params: { projectId } }) => `/staff/projects/${projectId}/sprints`,
  }),
  capacity: staffForm.action((call) => call.sprints.setCapacity, {
    input: ({ all }) => {
      const hours = all('hours');
      return {
        people: all('staffMemberId').map((staffMemberId, nth) => ({ staffMemberId, hours: hours[nth] })),
      };
    },
  }),
} satisfies Actions;
