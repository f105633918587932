import { staffPage } from '$lib/server/staff/page';
import type { PageServerLoad } from './$types';
import { ticketReport } from './list';

export const load: PageServerLoad = (event) =>
  staffPage(event, ({ account, reports }) =>
    Promise.all([account.me.fetch(), reports.tickets.fetch(ticketReport.read(event.url))]),
  );
