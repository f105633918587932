import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { taskList } from './list';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) =>
    Promise.all([
      account.me.fetch(),
      projects.tasks.fetch({ projectId: event.params.projectId, ...taskList.read(event.url) }),
    ]),
  );
