import type { TicketStatus } from './ticket-status';

/**
 * The status changes of a ticket that a client may make: by resolving or reopening it, and by answering what waits for them. The
 * database decides by app.ticket_status_transition, and a test compares the two.
 */
export const clientMoves: Record<TicketStatus, readonly TicketStatus[]> = {
  new: ['resolved'],
  open: ['resolved'],
  waiting_on_client: ['open', 'resolved'],
  on_hold: ['resolved'],
  resolved: ['open'],
  closed: ['open'],
};

/** Whether the work on a ticket has ended, for now or for good. */
export const isOver = (status: TicketStatus) => status === 'resolved' || status === 'closed';

type Standing = { status: TicketStatus; reopenUntil: string | null; isMerged: boolean };

/** Whether a resolved or closed ticket can still be reopened at a moment, or an unresolved one answered. */
export function takesReplies({ status, reopenUntil, isMerged }: Standing, now: Date): boolean {
  if (isMerged) return false;
  if (!isOver(status)) return true;
  return reopenUntil !== null && new Date(reopenUntil) > now;
}

/** The moves that a client is offered: to resolve what is unresolved, to reopen what was resolved within its window. */
export function clientMoveOf(ticket: Standing, now: Date): 'resolved' | 'open' | null {
  if (!takesReplies(ticket, now)) return null;
  if (clientMoves[ticket.status].includes('resolved')) return 'resolved';
  return clientMoves[ticket.status].includes('open') ? 'open' : null;
}
