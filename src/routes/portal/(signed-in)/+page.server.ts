import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(
    event,
    ({ account, projects, tickets }) =>
      Promise.all([account.me.fetch(), projects.list.fetch(), tickets.summary.fetch()]),
    ['projects', 'tickets'],
  );
