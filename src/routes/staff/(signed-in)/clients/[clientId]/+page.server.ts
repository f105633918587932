import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, clients }) =>
    Promise.all([account.me.fetch(), clients.open.fetch({ ...event.params })]),
  );
