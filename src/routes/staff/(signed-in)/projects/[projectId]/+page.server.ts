import { projectPage } from '$lib/server/staff/project-page';
import { staffForm } from '$lib/server/staff/form';
import { chosenTask } from '$lib/server/staff/chosen-task';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { boardList } from './list';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ tasks }) => [
    tasks.board.fetch({ projectId: event.params.projectId, ...boardList.read(event.url) }),
  ]);

export const actions = {
  share,
  create: staffForm.action((call) => call.tasks.create),
  move: staffForm.action((call) => call.tasks.move, { input: ({ values }) => chosenTask(values.chosen) }),
} satisfies Actions;
