import { sortedEvents, type SlaEvent, type TicketStatus } from './events';
import type { Moment } from './moment';
import type { SlaPolicies, SlaPolicyVersion, SupportLevel, TicketPriority } from './policy';

/** The two clocks of a ticket, ITIL's response and resolution times. */
export type ClockName = 'first_response' | 'resolution';

/** The two clocks of a ticket. */
export type Terms = { policy: SlaPolicyVersion; priority: TicketPriority; level: SupportLevel };

/** A stretch of a ticket's life in which nothing happened to it. The last one may be empty: it is how the ticket stands. */
export type Span = { from: Moment; until: Moment; terms: Terms; status: TicketStatus; answered: boolean };

export type PauseReason = 'waiting_on_client' | 'on_hold';

/** Terminal in ITIL's sense: the service is restored. */
const isSolved = (status: TicketStatus) => status === 'resolved' || status === 'closed';

/**
 * The life of a ticket until an instant, in order and without gaps; what happens at one instant happens at once. Events after
 * `until` are not looked at, so a past moment reads the same whatever has happened since. What is dated before the ticket was
 * raised, and raising it again, counts for nothing.
 *
 * @throws Error where an event names a policy version that was not given.
 */
export function spansOf(events: readonly SlaEvent[], policies: SlaPolicies, until: Moment): Span[] {
  const spans: Span[] = [];
  let current: Span | null = null;
  for (const event of sortedEvents(events)) {
    if (event.at > until) break;
    if (!current) {
      if (event.kind !== 'raised') continue;
      const { at, priority, level } = event;
      const policy = versionOf(policies, event.policyVersionId);
      const terms = { policy, priority, level };
      current = { from: at, until: at, terms, status: 'new', answered: false };
      continue;
    }
    if (event.at > current.from) {
      spans.push({ ...current, until: event.at });
      current = { ...current, from: event.at };
    }
    apply(current, event, policies);
  }
  if (current) spans.push({ ...current, until });
  return spans;
}

function apply(span: Span, event: SlaEvent, policies: SlaPolicies): void {
  switch (event.kind) {
    case 'raised':
      return;
    case 'staff_replied':
      span.answered = true;
      return;
    case 'priority_changed':
      span.terms = { ...span.terms, priority: event.priority };
      return;
    case 'level_changed':
      span.terms = { ...span.terms, level: event.level };
      return;
    case 'policy_assigned':
      span.terms = { ...span.terms, policy: versionOf(policies, event.policyVersionId) };
      return;
    case 'status_changed':
    case 'reopened':
      span.status = event.kind === 'reopened' ? 'open' : event.status;
      // A solution answers as well; no answer can come after it.
      if (isSolved(span.status)) span.answered = true;
  }
}

function versionOf(policies: SlaPolicies, id: string): SlaPolicyVersion {
  const policy = policies.get(id);
  if (!policy) throw new Error(`No SLA policy version ${id} among those given`);
  return policy;
}

/** Whether a clock has come to its end. An answered ticket stays answered; a solved one may be reopened. */
export const isStopped = (clock: ClockName, { answered, status }: Span): boolean =>
  clock === 'first_response' ? answered : isSolved(status);

/** ITIL's clock stop: time for which the other side, or nobody, is to blame. */
export function pauseOf({ status, terms }: Span): PauseReason | null {
  if (status === 'waiting_on_client') return status;
  return status === 'on_hold' && terms.policy.pausesOnHold ? status : null;
}
