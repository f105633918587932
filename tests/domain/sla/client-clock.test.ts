import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientClocks } from '../../../src/lib/domain/sla/client-clock';
import type { SlaEvent } from '../../../src/lib/domain/sla/events';
import { nextMoment } from '../../../src/lib/domain/sla/next-moment';
import { readClocks } from '../../../src/lib/domain/sla/read-clocks';
import { DAY_ms, HOUR_ms, moment, pastWith, policies, sinceRaised } from './given';

const nothing = { firstResponse: null, resolution: null };

test('a client gets what its contract discloses, under these names and no other', () => {
  fc.assert(
    fc.property(pastWith(1), sinceRaised, ({ events, policies: given, raisedAt }, since) => {
      const at = raisedAt + since;
      expect(clientClocks(events, given, at, 'nothing')).toEqual(nothing);
      const byStatus = clientClocks(events, given, at, 'status');
      const byCountdown = clientClocks(events, given, at, 'countdown');
      for (const clock of ['firstResponse', 'resolution'] as const) {
        if (byStatus[clock]) expect(Object.keys(byStatus[clock])).toEqual(['status']);
        if (byCountdown[clock])
          expect(Object.keys(byCountdown[clock])).toEqual(['status', 'due', 'remaining_ms']);
        expect(byStatus[clock]?.status).toBe(byCountdown[clock]?.status);
      }
    }),
    { numRuns: 300 },
  );
});

test('no escalation shows: whatever levels a ticket goes through, the client’s answer is the same', () => {
  const levels = fc.array(
    fc.record({
      since: fc.nat(3 * DAY_ms),
      level: fc.constantFrom('l1' as const, 'l2' as const, 'l3' as const, 'solution_architect' as const),
    }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(pastWith(1), levels, sinceRaised, ({ events, policies: given, raisedAt }, changes, since) => {
      const escalated = [
        ...events,
        ...changes.map(({ since: after, level }) => ({
          at: raisedAt + after,
          kind: 'level_changed' as const,
          level,
        })),
      ];
      for (const disclosure of ['status', 'countdown'] as const)
        expect(clientClocks(escalated, given, raisedAt + since, disclosure)).toEqual(
          clientClocks(events, given, raisedAt + since, disclosure),
        );
    }),
    { numRuns: 300 },
  );
});

test('between two moments the word stays, whatever the calendar does', () => {
  fc.assert(
    fc.property(
      pastWith(1),
      fc.nat(3 * DAY_ms),
      fc.nat(1_000_000),
      ({ events, policies: given, raisedAt }, since, part) => {
        const now = raisedAt + since;
        const known = events.filter(({ at, kind }) => at <= now && kind !== 'level_changed');
        const next = nextMoment(known, given, now) ?? now + 100 * DAY_ms;
        const later = Math.floor(now + ((next - 1 - now) * part) / 1_000_000);
        expect(clientClocks(known, given, later, 'status')).toEqual(
          clientClocks(known, given, now, 'status'),
        );
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
const resolutionOf = (since: number, disclosure: 'status' | 'countdown', ...events: SlaEvent[]) =>
  clientClocks([raised, ...events], policies, raised.at + since, disclosure).resolution;

test('on time until the near breach, at risk until the breach, missed after it', () => {
  // Four hours; the thresholds of 50 and 75 percent are staff's.
  expect(resolutionOf(3.5 * HOUR_ms, 'status')).toEqual({ status: 'on_time' });
  expect(resolutionOf(3.6 * HOUR_ms, 'status')).toEqual({ status: 'at_risk' });
  expect(resolutionOf(4 * HOUR_ms, 'status')).toEqual({ status: 'missed' });
  expect(resolutionOf(-1, 'status')).toBeNull();
  const resolved: SlaEvent = { at: raised.at + 3.7 * HOUR_ms, kind: 'status_changed', status: 'resolved' };
  expect(resolutionOf(9 * HOUR_ms, 'status', resolved)).toEqual({ status: 'on_time' });
});

test('a countdown tells when, stands still while paused, and says no more after the end', () => {
  const due = raised.at + 4 * HOUR_ms;
  expect(resolutionOf(HOUR_ms, 'countdown')).toEqual({ status: 'on_time', due, remaining_ms: 3 * HOUR_ms });
  expect(resolutionOf(9 * HOUR_ms, 'countdown')).toEqual({ status: 'missed', due, remaining_ms: 0 });
  const then = (status: 'waiting_on_client' | 'resolved'): SlaEvent => ({
    at: raised.at + HOUR_ms,
    kind: 'status_changed',
    status,
  });
  expect(resolutionOf(9 * HOUR_ms, 'countdown', then('waiting_on_client'))).toEqual({
    status: 'on_time',
    due: null,
    remaining_ms: 3 * HOUR_ms,
  });
  expect(resolutionOf(9 * HOUR_ms, 'countdown', then('resolved'))).toEqual({
    status: 'on_time',
    due: null,
    remaining_ms: null,
  });
});

test('nothing is said where nothing is promised', () => {
  const low: SlaEvent = { ...raised, priority: 'low' };
  expect(readClocks([low], policies, raised.at).resolution.state).toBe('running');
  expect(clientClocks([low], policies, raised.at, 'countdown').resolution).toBeNull();
});
