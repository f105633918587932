import { redirect } from '@sveltejs/kit';
import { staffTaskParts } from '$lib/domain/staff-parts';
import { partsIn } from '$lib/domain/thread-part';
import { staffAction, staffPreview } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects, tasks }) => [
    tasks.open.fetch({ ...event.params, ...partsIn(event.url, staffTaskParts) }),
    // What the task can be given, where it is edited or an edit is answered.
    ...(event.url.searchParams.has('edit') || event.request.method === 'POST'
      ? [projects.choices.fetch({ projectId: event.params.projectId })]
      : []),
  ]);

export const actions: Actions = {
  share,
  update: async (event) => {
    const outcome = await staffAction(event, (call, values) =>
      call.tasks.update({ ...values, ...event.params } as never),
    );
    if ('done' in outcome) redirect(303, event.url.pathname);
    return outcome;
  },
  preview: staffPreview,
  move: (event) =>
    staffAction(event, (call, { status, version }) =>
      call.tasks.move({ status, version, ...event.params } as never),
    ),
  copy: async (event) => {
    const outcome = await staffAction(event, (call) => call.tasks.copy({ ...event.params }));
    if ('done' in outcome)
      redirect(303, `/staff/projects/${event.params.projectId}/tasks/${outcome.result.id}?edit`);
    return outcome;
  },
  remove: async (event) => {
    const outcome = await staffAction(event, (call) => call.tasks.remove({ ...event.params }));
    if ('done' in outcome) redirect(303, `/staff/projects/${event.params.projectId}/tasks`);
    return outcome;
  },
  depend: (event) =>
    staffAction(event, (call, values) => call.tasks.addDependency({ ...values, ...event.params } as never)),
  undepend: (event) =>
    staffAction(event, (call, values) =>
      call.tasks.removeDependency({ ...values, ...event.params } as never),
    ),
  comment: (event) =>
    staffAction(event, (call, values, all) =>
      call.comments.create({ ...values, ...event.params, uploads: all('upload') } as never),
    ),
  note: (event) =>
    staffAction(event, (call, values) => call.comments.createNote({ ...values, ...event.params } as never)),
  editComment: (event) =>
    staffAction(event, (call, { id, ...values }) =>
      call.comments.update({ ...values, commentId: id, ...event.params } as never),
    ),
  editNote: (event) =>
    staffAction(event, (call, { id, ...values }) =>
      call.comments.updateNote({ ...values, noteId: id, ...event.params } as never),
    ),
  removeComment: (event) =>
    staffAction(event, (call, { id }) => call.comments.remove({ commentId: id, ...event.params } as never)),
  removeNote: (event) =>
    staffAction(event, (call, { id }) => call.comments.removeNote({ noteId: id, ...event.params } as never)),
  attach: (event) =>
    staffAction(event, (call, _, all) => call.tasks.attach({ ...event.params, uploads: all('upload') })),
  startTimer: (event) =>
    staffAction(event, (call, values) => call.time.start({ ...values, ...event.params })),
  stopTimer: (event) => staffAction(event, (call, values) => call.time.stop(values as never)),
  recordTime: (event) =>
    staffAction(event, (call, values) => call.time.record({ ...values, ...event.params } as never)),
  editTime: (event) => staffAction(event, (call, values) => call.time.update(values as never)),
  takeTimeBack: (event) =>
    staffAction(event, (call, values, all) => call.time.takeBack({ entryIds: all('entryId') })),
  removeTime: (event) => staffAction(event, (call, values) => call.time.remove(values as never)),
};
