import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) => {
    const { projectId } = event.params;
    return Promise.all([
      account.me.fetch(),
      projects.open.fetch({ projectId }),
      projects.burnUp.fetch({ projectId }),
    ]);
  });
