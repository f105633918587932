import { staffPage } from '$lib/server/staff/page';
import { share } from '$lib/server/staff/share';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, visibility }) => {
    const asked = { kind: event.params.kind, id: event.params.recordId };
    return Promise.all([
      account.me.fetch(),
      // A kind that there is not is refused like a record that there is not.
      visibility.open.fetch(asked as Parameters<typeof visibility.open.fetch>[0]),
    ]);
  });

export const actions: Actions = { share };
