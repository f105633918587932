import { portalAction } from '$lib/server/portal/form';
import { portalPage } from '$lib/server/portal/page';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  portalPage(event, ({ account, team }) => Promise.all([account.me.fetch(), team.list.fetch()]));

export const actions: Actions = {
  default: (event) =>
    portalAction(event, async (call, { clientUserId }, all) => {
      await call.team.switchSections({ clientUserId, sections: all('section') } as never);
      return { clientUserId };
    }),
};
