/** The words for staff in place of the database's values for tickets. */

export const ticketStatusWords = {
  new: 'New',
  open: 'Open',
  waiting_on_client: 'Waiting on client',
  on_hold: 'On hold',
  resolved: 'Resolved',
  closed: 'Closed',
} as const;
export type TicketStatus = keyof typeof ticketStatusWords;

/** The statuses of work that is not done; the queue shows these unless it is asked for others. */
export const openStatuses = ['new', 'open', 'waiting_on_client', 'on_hold'] as const satisfies TicketStatus[];
