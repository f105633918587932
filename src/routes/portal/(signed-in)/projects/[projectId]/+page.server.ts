import { pageIn } from '$lib/domain/page-in';
import { earlierIn } from '$lib/domain/thread-part';
import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) => {
    const { projectId } = event.params;
    return Promise.all([
      account.me.fetch(),
      projects.open.fetch({ projectId, page: pageIn(event.url), earlier: earlierIn(event.url) }),
      projects.burnUp.fetch({ projectId }),
    ]);
  });
