import { staffAction } from '$lib/server/staff/form';
import { projectPage } from '$lib/server/staff/project-page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { backlogInputOf } from './backlog-input';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ tasks }) => [tasks.backlog.fetch(backlogInputOf(event.params.projectId, event.url))]);

export const actions: Actions = {
  share,
  create: (event) =>
    staffAction(event, (call, values) =>
      call.tasks.create({ ...values, projectId: event.params.projectId } as never),
    ),
  plan: (event) =>
    staffAction(event, (call, { sprintId }, all) => {
      const tasks = all('chosen').map((chosen) => {
        const [taskId = '', version] = chosen.split(' ');
        return { taskId, version };
      });
      return call.tasks.plan({ projectId: event.params.projectId, sprintId, tasks });
    }),
};
