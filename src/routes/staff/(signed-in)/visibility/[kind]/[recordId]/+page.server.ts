import { staffPage } from '$lib/server/staff/page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, visibility }) =>
    Promise.all([
      account.me.fetch(),
      visibility.open.fetch({ kind: event.params.kind as never, id: event.params.recordId }),
    ]),
  );

export const actions: Actions = { share };
