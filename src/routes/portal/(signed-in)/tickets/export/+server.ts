import { ticketReference } from '$lib/domain/reference';
import { slaWords } from '$lib/domain/sla-countdown';
import { ticketPriorityWords } from '$lib/domain/ticket-priority';
import { clientStatusWords } from '$lib/domain/ticket-status';
import { csvResponse } from '$lib/server/csv-response';
import { pageError } from '$lib/server/page-errors';
import { portalCaller } from '$lib/server/portal/router';
import { contextOf } from '$lib/server/trpc-endpoint';
import { ticketList } from '../list';
import type { RequestHandler } from './$types';

/** "2026-03-02 14:05" in a time zone, which spreadsheets take for a moment. */
function momentIn(timeZone: string) {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (moment: string | null) => (moment ? format.format(new Date(moment)) : null);
}

/** The tickets of a list, all its pages in its order, as a CSV file. */
export const GET: RequestHandler = async (event) => {
  const { page: _, edge: __, ...filter } = ticketList.read(event.url);
  const { tickets, withSla, timeZone } = await portalCaller(contextOf(event))
    .tickets.export(filter)
    .catch((refusal: unknown) => pageError(refusal, event, '/portal'));
  const moment = momentIn(timeZone);
  const headings = ['Number', 'Ticket', 'Request type', 'Project', 'Contract', 'Status', 'Priority'];
  const rows = tickets.map((ticket) => [
    ticketReference(ticket.number),
    ticket.title,
    ticket.jobType,
    ticket.project,
    ticket.contract,
    clientStatusWords[ticket.status],
    ticketPriorityWords[ticket.priority],
    ...(withSla ? [ticket.slaStatus && slaWords[ticket.slaStatus]] : []),
    moment(ticket.raisedAt),
    moment(ticket.activityAt),
  ]);
  const times = [`Created (${timeZone})`, `Last activity (${timeZone})`];
  return csvResponse('tickets.csv', [...headings, ...(withSla ? ['SLA'] : []), ...times], rows);
};
