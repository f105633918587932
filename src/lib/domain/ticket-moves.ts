import { ticketStatusWords, type TicketStatus } from './ticket-words';

/** The moves that app.ticket_status_transition allows, for screens to offer no other; a test compares the two. */
const moves: Record<TicketStatus, readonly TicketStatus[]> = {
  new: ['open', 'waiting_on_client', 'on_hold', 'resolved', 'closed'],
  open: ['waiting_on_client', 'on_hold', 'resolved', 'closed'],
  waiting_on_client: ['open', 'on_hold', 'resolved', 'closed'],
  on_hold: ['open', 'waiting_on_client', 'resolved', 'closed'],
  resolved: ['open', 'closed'],
  closed: ['open'],
};

/** The statuses a ticket may go to from this one. */
export const movesFrom = (status: TicketStatus): readonly TicketStatus[] => moves[status];

/** Whether a ticket may go from one status to another; staying is no move. */
export const mayMove = (from: TicketStatus, to: TicketStatus): boolean => moves[from].includes(to);

/** Why a ticket does not go there, with what it may do instead. */
export const noMoveSentence = (from: TicketStatus, to: TicketStatus): string => {
  const instead = moves[from].map((one) => ticketStatusWords[one]).join(', ');
  return `You can't change a ticket from ${ticketStatusWords[from]} to ${ticketStatusWords[to]}. You can change it to: ${instead}.`;
};
