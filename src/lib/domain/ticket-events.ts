import { supportLevelWords } from './sla/words';
import { ticketPriorityWords } from './ticket-priority';
import { ticketStatusWords, type TicketStatus } from './ticket-words';

type Priority = keyof typeof ticketPriorityWords;
type Level = keyof typeof supportLevelWords;
export type TicketEvent = {
  kind: 'raised' | 'status' | 'priority' | 'level' | 'assigned' | 'replied';
  actor: string | null;
  /** Whose it was and whose it is, by name; null where it was nobody's. */
  fromAssignee: string | null;
  toAssignee: string | null;
  fromStatus: TicketStatus | null;
  toStatus: TicketStatus | null;
  fromPriority: Priority | null;
  toPriority: Priority | null;
  fromLevel: Level | null;
  toLevel: Level | null;
};

/** An event of a ticket, as the team reads it: "Marta Lind changed the status from Open to On hold". */
export function ticketEventSentence(event: TicketEvent): string {
  const who = event.actor ?? 'The system';
  if (event.kind === 'raised') return `${who} created the ticket`;
  if (event.kind === 'replied') return `${who} replied to the client`;
  if (event.kind === 'assigned') return assignedSentence(who, event);
  if (event.fromStatus && event.toStatus)
    return `${who} changed the status from ${ticketStatusWords[event.fromStatus]} to ${ticketStatusWords[event.toStatus]}`;
  if (event.fromPriority && event.toPriority)
    return `${who} changed the priority from ${ticketPriorityWords[event.fromPriority]} to ${ticketPriorityWords[event.toPriority]}`;
  if (event.fromLevel && event.toLevel)
    return `${who} changed the level from ${supportLevelWords[event.fromLevel]} to ${supportLevelWords[event.toLevel]}`;
  return `${who} edited it`;
}

function assignedSentence(who: string, { actor, fromAssignee, toAssignee }: TicketEvent): string {
  if (toAssignee) return actor === toAssignee ? `${who} picked it up` : `${who} assigned it to ${toAssignee}`;
  return actor === fromAssignee
    ? `${who} put it back in the queue`
    : `${who} unassigned ${fromAssignee ?? 'its assignee'}`;
}
