import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { epicList } from './list';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) => {
    const { projectId } = event.params;
    return Promise.all([
      account.me.fetch(),
      projects.open.fetch({ projectId, ...epicList.read(event.url) }),
      projects.burnUp.fetch({ projectId }),
    ]);
  });
