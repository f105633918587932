import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientClocks } from '../../../src/lib/domain/sla/client-clock';
import type { SlaEvent } from '../../../src/lib/domain/sla/events';
import { seenByClient, type Witnessed } from '../../../src/lib/domain/sla/seen-by-client';
import { DAY_ms, HOUR_ms, moment, pastWith, policies, sinceRaised } from './given';

const shown = (event: SlaEvent): Witnessed => ({ event, wasShown: true });
const hidden = (event: SlaEvent): Witnessed => ({ event, wasShown: false });
const first = () => 'first';

test('of a ticket that was never hidden the client has seen everything', () => {
  fc.assert(
    fc.property(pastWith(1), sinceRaised, ({ events, policies: given, raisedAt }, since) => {
      const seen = seenByClient(events.map(shown), raisedAt, first);
      for (const disclosure of ['status', 'countdown'] as const)
        expect(clientClocks(seen, given, raisedAt + since, disclosure)).toEqual(
          clientClocks(events, given, raisedAt + since, disclosure),
        );
    }),
    { numRuns: 300 },
  );
});

test('V10 L61 whatever happened to a ticket while it was hidden, how it stood when it was shared is all that counts', () => {
  // Events at even instants, the sharing at an odd one: nothing else happens in its moment.
  fc.assert(
    fc.property(
      pastWith(2),
      pastWith(2),
      fc.boolean(),
      fc.nat(DAY_ms),
      fc.constantFrom('new' as const, 'open' as const, 'waiting_on_client' as const, 'resolved' as const),
      fc.constantFrom('critical' as const, 'high' as const, 'low' as const),
      sinceRaised,
      (one, other, wasRaisedInside, after, status, priority, since) => {
        const [raised, ...visible] = one.events as [SlaEvent & { kind: 'raised' }, ...SlaEvent[]];
        const sharedAt = raised.at + 2 * Math.floor(after / 2) + 1;
        const reached: SlaEvent[] = [
          { at: sharedAt, kind: 'priority_changed', priority },
          { at: sharedAt, kind: 'status_changed', status },
        ];
        const pastOf = (raisedAt: number, inside: SlaEvent[]): Witnessed[] => [
          wasRaisedInside
            ? hidden({ ...raised, at: raisedAt, priority: inside.length ? 'medium' : raised.priority })
            : shown(raised),
          ...visible.filter(({ at }) => !wasRaisedInside || at > sharedAt).map(shown),
          ...inside.filter(({ at }) => at < sharedAt).map(hidden),
          ...reached.map(hidden),
        ];
        const pasts = [
          pastOf(raised.at - 2 * HOUR_ms, []),
          pastOf(
            raised.at,
            other.events.slice(1).map((event) => ({ ...event, at: event.at - other.raisedAt + raised.at })),
          ),
        ].map((past) => seenByClient(past, sharedAt, first));
        expect(pasts[1]).toEqual(pasts[0]);
        expect(clientClocks(pasts[1] ?? [], one.policies, sharedAt + since, 'countdown')).toEqual(
          clientClocks(pasts[0] ?? [], one.policies, sharedAt + since, 'countdown'),
        );
      },
    ),
    { numRuns: 500 },
  );
});

test('T7 V10 no change of the level shows, before the client’s eyes or not: their clock does not begin with one either', () => {
  const level = fc.constantFrom('l1' as const, 'l2' as const, 'l3' as const, 'solution_architect' as const);
  const changes = fc.array(fc.record({ since: fc.nat(3 * DAY_ms), level, wasShown: fc.boolean() }), {
    minLength: 1,
    maxLength: 4,
  });
  const flags = fc.array(fc.boolean(), { minLength: 9, maxLength: 9 });
  fc.assert(
    fc.property(
      pastWith(1),
      flags,
      changes,
      fc.nat(3 * DAY_ms),
      sinceRaised,
      ({ events, policies: given, raisedAt }, isShown, levels, after, since) => {
        const past = events.map((event, nth) => ({ event, wasShown: isShown[nth] ?? true }));
        const escalated = [
          ...past,
          ...levels.map(({ since: when, level: to, wasShown }): Witnessed => {
            return { event: { at: raisedAt + when, kind: 'level_changed', level: to }, wasShown };
          }),
        ];
        const clocks = (of: Witnessed[]) =>
          clientClocks(seenByClient(of, raisedAt + after, first), given, raisedAt + since, 'countdown');
        expect(clocks(escalated)).toEqual(clocks(past));
      },
    ),
    { numRuns: 500 },
  );
});

const raised: SlaEvent = {
  at: moment('2026-04-01T10:00+02:00'),
  kind: 'raised',
  priority: 'critical',
  level: 'l1',
  policyVersionId: 'berlin',
};
const after = (
  hours: number,
  event: { kind: 'status_changed'; status: 'open' | 'on_hold' | 'resolved' },
) => ({
  at: raised.at + hours * HOUR_ms,
  ...event,
});

test('raised inside, a ticket begins for its client when it is shared: as it stands, under the policy of that day', () => {
  const sharedAt = raised.at + 30 * HOUR_ms;
  const seen = seenByClient(
    [
      hidden(raised),
      hidden(after(1, { kind: 'status_changed', status: 'open' })),
      hidden({ at: raised.at + 2 * HOUR_ms, kind: 'priority_changed', priority: 'high' }),
    ],
    sharedAt,
    (at) => (at === sharedAt ? 'weekdays' : 'berlin'),
  );
  expect(seen).toEqual([
    { ...raised, at: sharedAt, priority: 'high', policyVersionId: 'weekdays' },
    { at: sharedAt, kind: 'status_changed', status: 'open' },
  ]);
  // Eight hours around the clock, counted from there.
  expect(clientClocks(seen, policies, sharedAt, 'countdown').resolution).toMatchObject({
    due: sharedAt + 8 * HOUR_ms,
  });
});

test('hidden for a while, its clock goes on as the client last saw it, and from the sharing on as it stands then', () => {
  const past = [
    shown(raised),
    shown(after(1, { kind: 'status_changed', status: 'open' })),
    hidden(after(2, { kind: 'status_changed', status: 'on_hold' })),
    hidden(after(3, { kind: 'status_changed', status: 'resolved' })),
  ];
  expect(seenByClient(past, raised.at + 5 * HOUR_ms, first)).toEqual([
    raised,
    after(1, { kind: 'status_changed', status: 'open' }),
    after(5, { kind: 'status_changed', status: 'resolved' }),
  ]);
});

test('an event that the client saw before the ticket was hidden keeps its time', () => {
  const opened = after(4, { kind: 'status_changed', status: 'open' });
  const seen = seenByClient([hidden(raised), shown(opened)], raised.at + 9 * HOUR_ms, first);
  expect(seen).toEqual([{ ...raised, at: opened.at, policyVersionId: 'first' }, opened]);
});

test('a change that was waited for in sharing is dated after it, and counts: what is hidden came before', () => {
  const sharedAt = raised.at + 5 * HOUR_ms;
  const late = hidden({ at: sharedAt + 2, kind: 'status_changed', status: 'resolved' });
  expect(seenByClient([hidden(raised), late], sharedAt, first)).toEqual([
    { ...raised, at: sharedAt, policyVersionId: 'first' },
    { at: sharedAt, kind: 'status_changed', status: 'resolved' },
  ]);
  expect(seenByClient([shown(raised), late], sharedAt, first)).toEqual([
    raised,
    { at: sharedAt, kind: 'status_changed', status: 'resolved' },
  ]);
});
