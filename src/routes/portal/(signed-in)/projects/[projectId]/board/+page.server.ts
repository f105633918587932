import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { boardList } from './list';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, projects }) =>
    Promise.all([
      account.me.fetch(),
      projects.board.fetch({ projectId: event.params.projectId, ...boardList.read(event.url) }),
    ]),
  );
