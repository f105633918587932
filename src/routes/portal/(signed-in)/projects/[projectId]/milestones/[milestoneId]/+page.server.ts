import { partIn } from '$lib/domain/thread-part';
import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) =>
    Promise.all([
      account.me.fetch(),
      projects.milestone.fetch({ ...event.params, moves: partIn(event.url, 'moves') }),
    ]),
  );
