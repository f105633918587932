import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ sprints }) => [sprints.open.fetch(event.params)]);

export const actions: Actions = {
  share,
  update: (event) =>
    staffAction(event, (call, values) => call.sprints.update({ ...values, ...event.params } as never)),
  move: (event) =>
    staffAction(event, (call, values) => call.sprints.move({ ...values, ...event.params } as never)),
  complete: (event) =>
    staffAction(event, (call, values) => call.sprints.complete({ ...values, ...event.params } as never)),
  capacity: (event) =>
    staffAction(event, (call, values, all) => {
      const hours = all('hours');
      const people = all('staffMemberId').map((staffMemberId, nth) => ({ staffMemberId, hours: hours[nth] }));
      return call.sprints.setCapacity({ people, ...event.params } as never);
    }),
};
