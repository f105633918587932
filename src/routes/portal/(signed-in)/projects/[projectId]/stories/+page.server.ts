import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { storyList } from './list';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) =>
    Promise.all([
      account.me.fetch(),
      projects.stories.fetch({ projectId: event.params.projectId, ...storyList.read(event.url) }),
    ]),
  );
