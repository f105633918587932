/** A ticket's history as app.ticket_event stores it, read into the events that its clocks are computed from. */
import type { SlaEvent, TicketStatus } from './events';
import type { SupportLevel, TicketPriority } from './policy';

export type StoredEvent = {
  kind: 'raised' | 'status' | 'priority' | 'level' | 'assigned' | 'replied';
  to_status: TicketStatus | null;
  to_priority: TicketPriority | null;
  to_level: SupportLevel | null;
  /** ISO 8601. */
  happened_at: string;
};

/** Events of a ticket that was raised under this version of the policy. What says nothing to a clock is left out. */
export function slaEventsOf(stored: readonly StoredEvent[], policyVersionId: string): SlaEvent[] {
  return stored.flatMap(({ kind, to_status, to_priority, to_level, happened_at }): SlaEvent[] => {
    const at = Date.parse(happened_at);
    if (kind === 'raised' && to_priority && to_level)
      return [{ at, kind: 'raised', priority: to_priority, level: to_level, policyVersionId }];
    if (kind === 'replied') return [{ at, kind: 'staff_replied' }];
    if (kind === 'status' && to_status) return [{ at, kind: 'status_changed', status: to_status }];
    if (kind === 'priority' && to_priority) return [{ at, kind: 'priority_changed', priority: to_priority }];
    if (kind === 'level' && to_level) return [{ at, kind: 'level_changed', level: to_level }];
    return [];
  });
}
