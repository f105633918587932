import { ticketPriorities, ticketPriorityWords, type TicketPriority } from './ticket-priority';
import type { TicketStatus } from './ticket-status';

/** An event of a ticket that its client sees. `at` is an ISO moment. */
export type TicketEvent = {
  kind: 'raised' | 'status' | 'priority' | 'level' | 'assigned' | 'replied';
  fromStatus: TicketStatus | null;
  toStatus: TicketStatus | null;
  fromPriority: TicketPriority | null;
  toPriority: TicketPriority | null;
  byClient: boolean;
  at: string;
};

/** A ticket's past in sentences, the earliest first. */
export const ticketHistory = (events: readonly TicketEvent[]): { at: string; sentence: string }[] =>
  events.flatMap((event) => {
    const sentence = sentenceOf(event);
    return sentence ? [{ at: event.at, sentence }] : [];
  });

function sentenceOf(event: TicketEvent): string | null {
  if (event.kind === 'raised') return event.byClient ? 'Created' : 'Created by the delivery team';
  if (event.kind === 'status') return moved(event);
  if (event.kind === 'priority') return ranked(event);
  return null;
}

function moved({ fromStatus, toStatus, byClient }: TicketEvent): string | null {
  const team = byClient ? 'you or a colleague' : 'the delivery team';
  switch (toStatus) {
    case 'open':
      if (fromStatus === 'resolved' || fromStatus === 'closed') return `Reopened by ${team}`;
      if (fromStatus === 'waiting_on_client') return byClient ? 'You or a colleague replied' : 'Work resumed';
      return fromStatus === 'on_hold' ? 'Work resumed' : 'Work started';
    case 'waiting_on_client':
      return 'Waiting for your reply';
    case 'on_hold':
      return 'Put on hold';
    case 'resolved':
      return `Resolved by ${team}`;
    case 'closed':
      return 'Closed';
    default:
      return null;
  }
}

function ranked({ fromPriority, toPriority }: TicketEvent): string | null {
  if (!fromPriority || !toPriority) return null;
  const isUp = ticketPriorities.indexOf(toPriority) < ticketPriorities.indexOf(fromPriority);
  return `Priority ${isUp ? 'raised' : 'lowered'} from ${ticketPriorityWords[fromPriority]} to ${ticketPriorityWords[toPriority]}`;
}
