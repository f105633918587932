/**
 * A ticket's past as its client has seen it. What happened while the ticket was Internal Only is no fact of theirs (V10), not
 * even as a number: a clock that ran, paused or changed its target then would tell of it by its due instant.
 *
 * So a client's clock knows what was shown when it happened, and how the ticket stood when it was shared. A ticket that was raised
 * inside begins, for its client, where they first saw anything of it: with the status and priority that it then had, under the
 * version of the policy that was then in force; where none was, it has no clock. A change of the level they never see, whenever it was.
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
  versionAt: (at: Moment) => string | null,
): readonly SlaEvent[] {
  const whole = sortedEvents(past.map(({ event }) => event));
  const shown = sortedEvents(
    past
      .filter(({ event, wasShown }) => wasShown && event.kind !== 'level_changed')
      .map(({ event }) => event),
  );
  // Nothing hidden comes after the sharing: what is dated later was done in a transaction that began later and ended before.
  const untilShared = sortedEvents(
    past.filter(({ event, wasShown }) => !wasShown || event.at <= sharedAt).map(({ event }) => event),
  );
  const raised = whole.find((event) => event.kind === 'raised');
  if (!raised) return [];
  const beganAt = Math.min(sharedAt, shown[0]?.at ?? sharedAt);
  const version = shown.includes(raised) ? raised.policyVersionId : versionAt(beganAt);
  if (version === null) return [];
  const begun = shown.includes(raised) ? [] : beginning({ ...raised, policyVersionId: version }, beganAt);
  const known = [...begun, ...shown];
  return sortedEvents([
    ...known,
    ...difference(standingAt(known, sharedAt), standingAt(untilShared, Infinity), sharedAt),
  ]);

  function beginning(asRaised: SlaEvent & { kind: 'raised' }, at: Moment): SlaEvent[] {
    const then = at === sharedAt ? standingAt(untilShared, Infinity) : standingAt(whole, at);
    const first = {
      ...asRaised,
      at,
      priority: then.priority ?? asRaised.priority,
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
