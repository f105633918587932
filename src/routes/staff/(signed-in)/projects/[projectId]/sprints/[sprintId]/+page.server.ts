import { redirect } from '@sveltejs/kit';
import { staffAction } from '$lib/server/staff/form';
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

export const actions: Actions = {
  share,
  update: (event) =>
    staffAction(event, (call, values) => call.sprints.update({ ...values, ...idsOf(event.params) } as never)),
  move: (event) =>
    staffAction(event, (call, values) => call.sprints.move({ ...values, ...idsOf(event.params) } as never)),
  complete: (event) =>
    staffAction(event, (call, values) =>
      call.sprints.complete({ ...values, ...idsOf(event.params) } as never),
    ),
  remove: async (event) => {
    const outcome = await staffAction(event, (call) => call.sprints.remove(idsOf(event.params)));
    if ('done' in outcome) redirect(303, `/staff/projects/${event.params.projectId}/sprints`);
    return outcome;
  },
  capacity: (event) =>
    staffAction(event, (call, values, all) => {
      const hours = all('hours');
      const people = all('staffMemberId').map((staffMemberId, nth) => ({ staffMemberId, hours: hours[nth] }));
      return call.sprints.setCapacity({ people, ...idsOf(event.params) });
    }),
};
