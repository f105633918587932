import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';
import { filterOf } from './filter';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, visibility }) =>
    Promise.all([account.me.fetch(), visibility.log.fetch(filterOf(event.url))]),
  );
