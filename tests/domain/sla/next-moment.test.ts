import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SlaEvent } from '../../../src/lib/domain/sla/events';
import { nextMoment } from '../../../src/lib/domain/sla/next-moment';
import { readClocks } from '../../../src/lib/domain/sla/read-clocks';
import { readByTheMinute } from './by-the-minute';
import { DAY_ms, MINUTE_ms, moment, pastWith, policies, type Past } from './given';

/** What a job that sleeps from one moment to the next wakes up to, until an instant. */
function wakings({ events, policies: given }: Past, from: number, until: number): number[] {
  const found: number[] = [];
  for (let at: number | null = from; found.length < 100;) {
    at = nextMoment(events, given, at);
    if (at === null || at > until) return found;
    found.push(at);
  }
  throw new Error('The job never sleeps');
}

test('a job that sleeps until the next moment wakes for every threshold and breach, and for nothing else', () => {
  let seen = 0;
  fc.assert(
    fc.property(pastWith(MINUTE_ms), (past) => {
      const { events, policies: given, raisedAt } = past;
      const distinct = events.filter(({ at }, index) => events.findIndex((one) => one.at === at) === index);
      const until = raisedAt + 4 * DAY_ms;
      const expected = new Set(
        (['first_response', 'resolution'] as const).flatMap((clock) =>
          readByTheMinute(clock, distinct, given, until).everReached.map(({ at }) => at),
        ),
      );
      seen += expected.size;
      expect(wakings({ ...past, events: distinct }, raisedAt - 1, until)).toEqual(
        [...expected].sort((one, other) => one - other),
      );
    }),
    { numRuns: 60 },
  );
  expect(seen).toBeGreaterThan(60);
});

test('nothing is crossed between two wakings, and something is at each, to the millisecond', () => {
  const crossed = (readings: ReturnType<typeof readClocks>) =>
    Object.values(readings).map(({ thresholds, breachedAt, breaches }) => [
      thresholds,
      breachedAt,
      breaches.length,
    ]);
  fc.assert(
    fc.property(
      pastWith(1),
      fc.nat(3 * DAY_ms),
      fc.nat(1_000_000),
      ({ events, policies: given, raisedAt }, since, part) => {
        const now = raisedAt + since;
        const known = events.filter(({ at }) => at <= now);
        const next = nextMoment(known, given, now);
        const standing = crossed(readClocks(known, given, now));
        const between = Math.floor(now + ((next ?? now + 400 * DAY_ms) - 1 - now) * (part / 1_000_000));
        expect(crossed(readClocks(known, given, between))).toEqual(standing);
        if (next === null) return;
        expect(crossed(readClocks(known, given, next - 1))).toEqual(standing);
        expect(crossed(readClocks(known, given, next))).not.toEqual(standing);
      },
    ),
    { numRuns: 500 },
  );
});

test('a job that comes late finds each moment that it has missed, also a millisecond before it', () => {
  fc.assert(
    fc.property(pastWith(1), fc.nat(5 * DAY_ms), ({ events, policies: given, raisedAt }, since) => {
      for (const { thresholds, breaches } of Object.values(readClocks(events, given, raisedAt + since)))
        for (const { at } of [...thresholds, ...breaches]) expect(nextMoment(events, given, at - 1)).toBe(at);
    }),
    { numRuns: 300 },
  );
});

const raised: SlaEvent = {
  at: moment('2026-04-01T10:00+02:00'),
  kind: 'raised',
  priority: 'high',
  level: 'l1',
  policyVersionId: 'berlin',
};

test('the moments of a ticket that nobody touches', () => {
  const times = wakings(
    { events: [raised], policies, raisedAt: raised.at },
    raised.at,
    raised.at + 30 * DAY_ms,
  );
  expect(times.map((at) => new Date(at).toISOString().slice(5, 16))).toEqual([
    // First response: 60, 90, 108 and 120 minutes; resolution: 4 h, 6 h, 7 h 12 min, and 8 h on the next day.
    '04-01T09:00',
    '04-01T09:30',
    '04-01T09:48',
    '04-01T10:00',
    '04-01T12:00',
    '04-01T14:00',
    '04-02T07:12',
    '04-02T08:00',
  ]);
});

test('there is none while paused, after a solution, and before anything was raised', () => {
  const then = (status: 'waiting_on_client' | 'closed'): SlaEvent[] => [
    raised,
    { at: raised.at + MINUTE_ms, kind: 'status_changed', status },
  ];
  expect(nextMoment(then('waiting_on_client'), policies, raised.at)).toBeNull();
  expect(nextMoment(then('closed'), policies, raised.at)).toBeNull();
  expect(nextMoment([], policies, 0)).toBeNull();
  expect(nextMoment([raised], policies, 0)).toBe(moment('2026-04-01T11:00+02:00'));
});
