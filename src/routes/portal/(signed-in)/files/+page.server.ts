import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { inputOf } from './filter';

export const load: PageServerLoad = (event) =>
  portalPage(
    event,
    ({ account, files }) => Promise.all([account.me.fetch(), files.list.fetch(inputOf(event.url))]),
    ['projects', 'tickets'],
  );
