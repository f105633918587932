import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ tasks }) => [tasks.open.fetch({ ...event.params })]);

export const actions: Actions = {
  share,
  update: (event) =>
    staffAction(event, (call, values) => call.tasks.update({ ...values, ...event.params } as never)),
  comment: (event) =>
    staffAction(event, (call, values) => call.comments.create({ ...values, ...event.params } as never)),
  note: (event) =>
    staffAction(event, (call, values) => call.comments.createNote({ ...values, ...event.params } as never)),
};
