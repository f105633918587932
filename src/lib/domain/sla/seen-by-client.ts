/**
 * A ticket's past as its client has seen it. What happened while the ticket was Internal Only is no fact of theirs (V10), not
 * even as a number: a clock that ran, paused or changed its target then would tell of it by its due instant.
 *
 * So a client's clock knows what was shown when it happened, and how the ticket stood when it was shared. A ticket that was raised
 * inside begins, for its client, where they first saw anything of it: with the status and priority that it then had, under the
 * version of the policy that was then in force.
 */
import { sortedEvents, type SlaEvent, type TicketStatus } from './events';
import type { Moment } from './moment';
import type { TicketPriority } from './policy';

export type Witnessed = { event: SlaEvent; wasShown: boolean };

/**
 * The events that a client may know of a ticket that has been shared since `sharedAt`. `versionAt` says which version of the
 * policy was in force at an instant. Two pasts that differ in nothing the client saw give the same.
 */
export function seenByClient(
  past: readonly Witnessed[],
  sharedAt: Moment,
  versionAt: (at: Moment) => string,
): readonly SlaEvent[] {
  const whole = sortedEvents(past.map(({ event }) => event));
  const shown = sortedEvents(past.filter(({ wasShown }) => wasShown).map(({ event }) => event));
  const raised = whole.find((event) => event.kind === 'raised');
  if (!raised) return [];
  const begun = shown.includes(raised) ? [] : beginning(raised, Math.min(sharedAt, shown[0]?.at ?? sharedAt));
  const known = [...begun, ...shown];
  return sortedEvents([
    ...known,
    ...difference(standingAt(known, sharedAt), standingAt(whole, sharedAt), sharedAt),
  ]);

  function beginning(asRaised: SlaEvent & { kind: 'raised' }, at: Moment): SlaEvent[] {
    const then = standingAt(whole, at);
    const first = {
      ...asRaised,
      at,
      priority: then.priority ?? asRaised.priority,
      policyVersionId: versionAt(at),
    };
    return [first, ...difference(standingAt([first, ...shown], at), then, at)];
  }
}

type Standing = { status: TicketStatus; priority: TicketPriority | null };

function standingAt(events: readonly SlaEvent[], at: Moment): Standing {
  const standing: Standing = { status: 'new', priority: null };
  for (const event of events) {
    if (event.at > at) break;
    if (event.kind === 'raised' || event.kind === 'priority_changed') standing.priority = event.priority;
    if (event.kind === 'status_changed') standing.status = event.status;
    if (event.kind === 'reopened') standing.status = 'open';
  }
  return standing;
}

function difference(before: Standing, after: Standing, at: Moment): SlaEvent[] {
  const { status, priority } = after;
  return [
    ...(priority && priority !== before.priority
      ? [{ at, kind: 'priority_changed' as const, priority }]
      : []),
    ...(status === before.status ? [] : [{ at, kind: 'status_changed' as const, status }]),
  ];
}
