import { staffForm } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { chosenTask } from '$lib/server/staff/chosen-task';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { backlogList } from './list';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ tasks }) => [
    tasks.backlog.fetch({ projectId: event.params.projectId, ...backlogList.read(event.url) }),
  ]);

export const actions = {
  share,
  create: staffForm.action((call) => call.tasks.create),
  plan: staffForm.action((call) => call.tasks.plan, {
    input: ({ all }) => ({ tasks: all('chosen').map(chosenTask) }),
  }),
} satisfies Actions;
