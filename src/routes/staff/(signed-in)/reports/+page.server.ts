import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';
import { filterOf } from './filter';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, reports }) =>
    Promise.all([account.me.fetch(), reports.tickets.fetch(filterOf(event.url))]),
  );
