export const ticketStatuses = ['new', 'open', 'waiting_on_client', 'on_hold', 'resolved', 'closed'] as const;
export type TicketStatus = (typeof ticketStatuses)[number];

/** The status words for clients: a status that waits for them says so. */
export const clientStatusWords: Record<TicketStatus, string> = {
  new: 'New',
  open: 'Open',
  waiting_on_client: 'Waiting for your reply',
  on_hold: 'On hold',
  resolved: 'Resolved',
  closed: 'Closed',
};

/** A ticket that still asks something of somebody. */
export const unresolvedStatuses = ['new', 'open', 'waiting_on_client', 'on_hold'] as const;
