import type { Moment } from './moment';
import type { SupportLevel, TicketPriority } from './policy';

export type TicketStatus = 'new' | 'open' | 'waiting_on_client' | 'on_hold' | 'resolved' | 'closed';

/** The events of a ticket that its SLA clocks read; they read no others. */
export type SlaEvent = { at: Moment } & (
  | { kind: 'raised'; priority: TicketPriority; level: SupportLevel; policyVersionId: string }
  /** A message of staff that the client can read; the first of them is the first response. */
  | { kind: 'staff_replied' }
  | { kind: 'status_changed'; status: TicketStatus }
  /** As a change to status `open`. */
  | { kind: 'reopened' }
  | { kind: 'priority_changed'; priority: TicketPriority }
  | { kind: 'level_changed'; level: SupportLevel }
  /** From here on the ticket is measured by another version; without this it stays with the one it was raised under. */
  | { kind: 'policy_assigned'; policyVersionId: string }
);

const kinds = [
  'raised',
  'policy_assigned',
  'level_changed',
  'priority_changed',
  'staff_replied',
  'status_changed',
  'reopened',
];
const statuses = ['new', 'open', 'waiting_on_client', 'on_hold', 'resolved', 'closed'];

function detail(event: SlaEvent): string {
  if (event.kind === 'raised') return `${event.policyVersionId} ${event.level} ${event.priority}`;
  if (event.kind === 'policy_assigned') return event.policyVersionId;
  if (event.kind === 'level_changed') return event.level;
  if (event.kind === 'priority_changed') return event.priority;
  return event.kind === 'status_changed' ? String(statuses.indexOf(event.status)) : '';
}

function inOrder(one: SlaEvent, other: SlaEvent): number {
  if (one.at !== other.at) return one.at - other.at;
  const byKind = kinds.indexOf(one.kind) - kinds.indexOf(other.kind);
  if (byKind !== 0) return byKind;
  const [mine, theirs] = [detail(one), detail(other)];
  return mine < theirs ? -1 : mine > theirs ? 1 : 0;
}

/**
 * Events by their time. Those of one moment are ordered by what they say, not by how they were given, so that any query that
 * returns the same events reads the same clock; of two statuses the one further on in a ticket's life stands.
 */
export function sortedEvents(events: readonly SlaEvent[]): readonly SlaEvent[] {
  let before = -Infinity;
  for (const { at } of events) {
    if (at <= before) return events.toSorted(inOrder);
    before = at;
  }
  return events;
}
