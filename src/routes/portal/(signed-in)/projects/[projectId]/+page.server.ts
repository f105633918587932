import { pageAskedIn } from '$lib/domain/page-in';
import { partIn } from '$lib/domain/thread-part';
import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) => {
    const { projectId } = event.params;
    return Promise.all([
      account.me.fetch(),
      projects.open.fetch({ projectId, ...pageAskedIn(event.url), earlier: partIn(event.url) }),
      projects.burnUp.fetch({ projectId }),
    ]);
  });
