import { staffTaskParts } from '$lib/domain/staff-parts';
import { partsIn } from '$lib/domain/thread-part';
import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import { timeActions } from '$lib/server/staff/time-actions';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ projects, tasks }) => [
    tasks.open.fetch({ ...event.params, ...partsIn(event.url, staffTaskParts) }),
    // The choices for the task's fields, where it is edited or an edit is answered.
    ...(event.url.searchParams.has('edit') || event.request.method === 'POST'
      ? [projects.choices.fetch({ projectId: event.params.projectId })]
      : []),
  ]);

export const actions = {
  share,
  preview: staffForm.preview,
  update: staffForm.action((call) => call.tasks.update, { then: (_, { url }) => url.pathname }),
  copy: staffForm.action((call) => call.tasks.copy, {
    then: ({ id }, { params: { projectId } }) => `/staff/projects/${projectId}/tasks/${id}?edit`,
  }),
  remove: staffForm.action((call) => call.tasks.remove, {
    then: (_, { params: { projectId } }) => `/staff/projects/${projectId}/tasks`,
  }),
  editComment: staffForm.action((call) => call.comments.update, {
    input: ({ values: { id } }) => ({ commentId: id }),
  }),
  removeComment: staffForm.action((call) => call.comments.remove, {
    input: ({ values: { id } }) => ({ commentId: id }),
  }),
  editNote: staffForm.action((call) => call.comments.updateNote, {
    input: ({ values: { id } }) => ({ noteId: id }),
  }),
  removeNote: staffForm.action((call) => call.comments.removeNote, {
    input: ({ values: { id } }) => ({ noteId: id }),
  }),
  ...timeActions,
  ...staffForm.actions({
    move: (call) => call.tasks.move,
    depend: (call) => call.tasks.addDependency,
    undepend: (call) => call.tasks.removeDependency,
    comment: (call) => call.comments.create,
    note: (call) => call.comments.createNote,
    attach: (call) => call.tasks.attach,
  }),
} satisfies Actions;
