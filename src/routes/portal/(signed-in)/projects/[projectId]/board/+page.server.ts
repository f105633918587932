import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { inputOf } from './sprint';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) =>
    Promise.all([account.me.fetch(), projects.board.fetch(inputOf(event.params.projectId, event.url))]),
  );
