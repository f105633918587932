import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { inputOf } from './filter';

export const load: PageServerLoad = (event) =>
  portalPage(
    event,
    ({ account, tickets }) =>
      Promise.all([account.me.fetch(), tickets.summary.fetch(), tickets.list.fetch(inputOf(event.url))]),
    ['tickets'],
  );
