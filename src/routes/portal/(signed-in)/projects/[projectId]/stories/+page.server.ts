import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { storiesOf } from './stories-of';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) =>
    Promise.all([account.me.fetch(), projects.stories.fetch(storiesOf(event.params.projectId, event.url))]),
  );
