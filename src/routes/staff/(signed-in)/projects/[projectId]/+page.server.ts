import { projectPage } from '$lib/server/staff/project-page';
import { staffAction } from '$lib/server/staff/form';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';
import { boardInputOf } from './board-filter';

export const load: PageServerLoad = (event) =>
  projectPage(event, ({ tasks }) => [tasks.board.fetch(boardInputOf(event.params.projectId, event.url))]);

export const actions: Actions = {
  share,
  create: (event) =>
    staffAction(event, (call, values) =>
      call.tasks.create({ ...values, projectId: event.params.projectId } as never),
    ),
  move: (event) =>
    staffAction(event, (call, { chosen = '', status }) => {
      const [taskId, version] = chosen.split(' ');
      return call.tasks.move({ taskId, version, status, projectId: event.params.projectId } as never);
    }),
};
