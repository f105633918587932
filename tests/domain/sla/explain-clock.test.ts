import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SlaEvent } from '../../../src/lib/domain/sla/events';
import { explainClock } from '../../../src/lib/domain/sla/explain-clock';
import { readClocks } from '../../../src/lib/domain/sla/read-clocks';
import {
  becauseSentence,
  clientClockWords,
  clockHoursWords,
  clockWords,
  readingSentence,
  supportLevelWords,
} from '../../../src/lib/domain/sla/words';
import { wallSays } from './by-the-minute';
import { moment, pastWith, policies, sinceRaised } from './given';

const clocks = { firstResponse: 'first_response', resolution: 'resolution' } as const;

test('the intervals leave no gap, and those in which the clock runs add up to what it says', () => {
  fc.assert(
    fc.property(pastWith(1), sinceRaised, ({ events, policies: given, raisedAt }, since) => {
      const at = raisedAt + since;
      const readings = readClocks(events, given, at);
      for (const clock of ['firstResponse', 'resolution'] as const) {
        const intervals = explainClock(events, given, at, clocks[clock]);
        const { elapsed_ms, stoppedAt } = readings[clock];
        const running = intervals.filter(({ kind }) => kind === 'running');
        expect(running.reduce((sum, { from, until }) => sum + until - from, 0)).toBe(elapsed_ms);
        const end = clock === 'firstResponse' && stoppedAt !== null ? stoppedAt : at;
        const edges = intervals.flatMap(({ from, until }) => [from, until]);
        if (end > raisedAt) expect([edges[0], edges.at(-1)]).toEqual([raisedAt, end]);
        else expect(edges).toEqual([]);
        intervals.forEach((one, index) => {
          expect(one.until).toBeGreaterThan(one.from);
          const before = intervals[index - 1];
          if (!before) return;
          expect(one.from).toBe(before.until);
          expect(becauseSentence(one)).not.toBe(becauseSentence(before));
        });
      }
    }),
    { numRuns: 500 },
  );
});

test('the reason is the one on the wall', () => {
  fc.assert(
    fc.property(
      pastWith(1),
      sinceRaised,
      fc.nat(1_000_000),
      ({ events, policies: given, raisedAt }, since, part) => {
        const raised = events.slice(0, 1);
        const intervals = explainClock(raised, given, raisedAt + since, 'resolution');
        const at = Math.floor(raisedAt + ((since - 1) * part) / 1_000_000);
        const found = intervals.find(({ from, until }) => from <= at && at < until);
        const first = raised[0];
        if (!found || first?.kind !== 'raised') return;
        const policy = given.get(first.policyVersionId)!;
        const wall = policy.clockHours[first.priority] === '24x7' ? 'open' : wallSays(policy.calendar, at);
        expect(found.kind).toBe({ open: 'running', holiday: 'holiday', outside: 'outside_hours' }[wall]);
      },
    ),
    { numRuns: 1000 },
  );
});

const at = (iso: string) => moment(`${iso}+02:00`);
const raised: SlaEvent = {
  at: at('2026-04-01T16:00'),
  kind: 'raised',
  priority: 'high',
  level: 'l1',
  policyVersionId: 'berlin',
};
const status = (iso: string, to: Extract<SlaEvent, { kind: 'status_changed' }>['status']): SlaEvent => ({
  at: at(iso),
  kind: 'status_changed',
  status: to,
});

test('a ticket over Easter, told to staff', () => {
  const events: SlaEvent[] = [
    raised,
    status('2026-04-02T09:30', 'on_hold'),
    status('2026-04-02T10:00', 'waiting_on_client'),
    status('2026-04-03T16:30', 'open'),
    status('2026-04-07T10:00', 'resolved'),
    status('2026-04-08T10:00', 'closed'),
    { at: at('2026-04-08T12:00'), kind: 'reopened' },
  ];
  const told = explainClock(events, policies, at('2026-04-08T12:30'), 'resolution');
  expect(
    told.map((one) => `${new Date(one.from).toISOString().slice(8, 16)} ${becauseSentence(one)}`),
  ).toEqual([
    '01T14:00 Running',
    '01T15:00 Outside business hours',
    '02T07:00 Running',
    '02T08:00 Paused: waiting on the client',
    '03T14:30 Running',
    '03T15:00 Outside business hours',
    '05T22:00 Holiday: Easter Monday',
    '06T22:00 Outside business hours',
    '07T07:00 Running',
    '07T08:00 Stopped: resolved',
    '08T08:00 Stopped: closed',
    '08T10:00 Running',
  ]);
  expect(becauseSentence({ kind: 'on_hold' })).toBe('Paused: on hold');
  expect(becauseSentence({ kind: 'holiday', name: ' ' })).toBe('Holiday');
});

test('the state of a clock is explained in a sentence', () => {
  const says = (iso: string, ...events: SlaEvent[]) =>
    readingSentence(readClocks([raised, ...events], policies, at(iso)).firstResponse);
  const waiting = (iso: string) => status(iso, 'waiting_on_client');
  expect(says('2026-04-01T15:00')).toBe('Not started');
  expect(says('2026-04-01T16:15')).toBe('1 h 45 min left');
  expect(says('2026-04-02T09:59:30')).toBe('1 min left');
  expect(says('2026-04-02T12:00', waiting('2026-04-01T16:30'))).toBe(
    '1 h 30 min left. Paused: waiting on the client',
  );
  expect(says('2026-04-02T10:40:59')).toBe('Breached by 40 min');
  expect(says('2026-04-02T12:00', waiting('2026-04-02T10:30'))).toBe(
    'Breached by 30 min. Paused: waiting on the client',
  );
  expect(says('2026-04-03T12:00', { at: at('2026-04-02T10:40'), kind: 'staff_replied' })).toBe(
    'Missed by 40 min',
  );
  expect(says('2026-04-03T12:00', { at: at('2026-04-01T16:20'), kind: 'staff_replied' })).toBe(
    'Met with 1 h 40 min to spare',
  );
  const l3: SlaEvent = { at: raised.at, kind: 'level_changed', level: 'l3' };
  expect(says('2026-04-03T12:00', l3)).toBe('No target');
  expect(says('2026-04-03T12:00', l3, { at: raised.at, kind: 'staff_replied' })).toBe(
    'Completed (no target)',
  );
});

test('levels, clocks and their hours have the names that people use', () => {
  const words = [supportLevelWords, clockWords, clockHoursWords, clientClockWords].map((one) =>
    Object.values(one).join(', '),
  );
  expect(words).toEqual([
    'L1, L2, L3, Solution Architect',
    'First response, Resolution',
    '24/7, Business hours',
    'On time, At risk, Missed',
  ]);
});
