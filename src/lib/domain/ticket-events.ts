import { supportLevelWords } from './sla/words';
import { ticketPriorityWords } from './ticket-priority';
import { ticketStatusWords, type TicketStatus } from './ticket-words';

type Priority = keyof typeof ticketPriorityWords;
type Level = keyof typeof supportLevelWords;
export type TicketEvent = {
  kind: 'raised' | 'status' | 'priority' | 'level' | 'replied';
  actor: string | null;
  fromStatus: TicketStatus | null;
  toStatus: TicketStatus | null;
  fromPriority: Priority | null;
  toPriority: Priority | null;
  fromLevel: Level | null;
  toLevel: Level | null;
};

/** What happened to a ticket, as the team reads it: "Marta Lind moved it from Open to On hold". */
export function ticketEventSentence(event: TicketEvent): string {
  const who = event.actor ?? 'The system';
  if (event.kind === 'raised') return `${who} raised it`;
  if (event.kind === 'replied') return `${who} replied to the client`;
  if (event.fromStatus && event.toStatus)
    return `${who} moved it from ${ticketStatusWords[event.fromStatus]} to ${ticketStatusWords[event.toStatus]}`;
  if (event.fromPriority && event.toPriority)
    return `${who} changed its priority from ${ticketPriorityWords[event.fromPriority]} to ${ticketPriorityWords[event.toPriority]}`;
  if (event.fromLevel && event.toLevel)
    return `${who} changed its level from ${supportLevelWords[event.fromLevel]} to ${supportLevelWords[event.toLevel]}`;
  return `${who} changed it`;
}
