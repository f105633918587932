import { portalPage } from '$lib/server/portal/page';
import type { PageServerLoad } from './$types';
import { ticketList } from './list';

export const load: PageServerLoad = (event) =>
  portalPage(
    event,
    ({ account, tickets }) =>
      Promise.all([
        account.me.fetch(),
        tickets.summary.fetch(),
        tickets.list.fetch(ticketList.read(event.url)),
      ]),
    ['tickets'],
  );
