import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SlaEvent } from '../../../src/lib/domain/sla/events';
import { readClocks } from '../../../src/lib/domain/sla/read-clocks';
import { readByTheMinute } from './by-the-minute';
import { berlin, DAY_ms, MINUTE_ms, moment, pastWith, policies, sinceRaised } from './given';

const clocks = ['firstResponse', 'resolution'] as const;

describe('for any past of a ticket', () => {
  test('both clocks read as they do minute by minute', () => {
    const minutes = fc.integer({ min: 0, max: 4 * 1440 });
    fc.assert(
      fc.property(pastWith(MINUTE_ms), minutes, ({ events, policies: given, raisedAt }, count) => {
        const distinct = events.filter(({ at }, index) => events.findIndex((one) => one.at === at) === index);
        const at = raisedAt + count * MINUTE_ms;
        const readings = readClocks(distinct, given, at);
        for (const reading of Object.values(readings)) {
          const expected = readByTheMinute(reading.clock, distinct, given, at);
          const { elapsed_ms, target_ms, stoppedAt, breachedAt, thresholds } = reading;
          const { everReached, ...now } = expected;
          expect({ elapsed_ms, target_ms, stoppedAt, breachedAt, thresholds }).toEqual(now);
          expect(reading.breaches.map((breach) => breach.at)).toEqual(
            everReached.filter(({ percent }) => percent === 100).map((crossing) => crossing.at),
          );
        }
      }),
      { numRuns: 120 },
    );
  });

  test('elapsed time only grows, and never faster than time itself', () => {
    fc.assert(
      fc.property(
        pastWith(1),
        sinceRaised,
        fc.nat(2 * DAY_ms),
        ({ events, policies: given, raisedAt }, after, more) => {
          const [earlier, later] = [after, after + more].map((since) =>
            readClocks(events, given, raisedAt + since),
          );
          for (const clock of clocks) {
            const gained = later![clock].elapsed_ms - earlier![clock].elapsed_ms;
            expect(gained).toBeGreaterThanOrEqual(0);
            expect(gained).toBeLessThanOrEqual(more);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a moment reads the same whatever happens after it', () => {
    fc.assert(
      fc.property(pastWith(1), sinceRaised, ({ events, policies: given, raisedAt }, since) => {
        const at = raisedAt + since;
        const known = events.filter((event) => event.at <= at);
        expect(readClocks(events, given, at)).toEqual(readClocks(known, given, at));
      }),
      { numRuns: 500 },
    );
  });

  test('breaches and thresholds that were read are still told later, at the same instants', () => {
    fc.assert(
      fc.property(
        pastWith(1),
        sinceRaised,
        fc.nat(4 * DAY_ms),
        ({ events, policies: given, raisedAt }, since, more) => {
          const earlier = readClocks(events, given, raisedAt + since);
          const later = readClocks(events, given, raisedAt + since + more);
          for (const clock of clocks) {
            const told = earlier[clock].breaches.map(({ at, target_ms, priority }) => ({
              at,
              target_ms,
              priority,
            }));
            expect(later[clock].breaches.slice(0, told.length)).toMatchObject(told);
            for (const { at } of later[clock].thresholds)
              expect(at).toBeLessThanOrEqual(raisedAt + since + more);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('events of one moment make one answer, in whatever order they come', () => {
    const shuffled = pastWith(DAY_ms / 2).chain((past) =>
      fc.record({
        past: fc.constant(past),
        order: fc.shuffledSubarray(past.events, { minLength: past.events.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, sinceRaised, ({ past, order }, since) => {
        const at = past.raisedAt + since;
        expect(readClocks(order, past.policies, at)).toEqual(readClocks(past.events, past.policies, at));
      }),
      { numRuns: 500 },
    );
  });

  test('it is due at the first instant at which the target is used up', () => {
    let seen = 0;
    fc.assert(
      fc.property(pastWith(1), sinceRaised, ({ events, policies: given, raisedAt }, since) => {
        const at = raisedAt + since;
        const known = events.filter((event) => event.at <= at);
        const readings = readClocks(known, given, at);
        for (const clock of clocks) {
          const { due, state, target_ms, remaining_ms } = readings[clock];
          if (state !== 'running' || due === null) continue;
          seen += 1;
          const [then, before] = [due, due - 1].map((when) => readClocks(known, given, when)[clock]);
          expect(then).toMatchObject({
            state: 'breached',
            elapsed_ms: target_ms,
            remaining_ms: 0,
            over_ms: 0,
            breachedAt: due,
            due,
          });
          expect(before).toMatchObject({
            state: 'running',
            elapsed_ms: target_ms! - 1,
            breachedAt: null,
            due,
          });
          expect(due - at).toBeGreaterThanOrEqual(remaining_ms!);
        }
      }),
      { numRuns: 1000 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});

/** A ticket of priority high, raised on Wednesday 1 April 2026 at 10:00 in Berlin. */
const wednesday = (time: string) => moment(`2026-04-01T${time}+02:00`);
const raised = {
  at: wednesday('10:00'),
  kind: 'raised',
  priority: 'high',
  level: 'l1',
  policyVersionId: 'berlin',
} satisfies SlaEvent;
const status = (time: string, to: Extract<SlaEvent, { kind: 'status_changed' }>['status']): SlaEvent => ({
  at: wednesday(time),
  kind: 'status_changed',
  status: to,
});
const resolutionAt = (time: string, ...events: SlaEvent[]) =>
  readClocks([raised, ...events], policies, wednesday(time)).resolution;
const responseAt = (time: string, ...events: SlaEvent[]) =>
  readClocks([raised, ...events], policies, wednesday(time)).firstResponse;

test('nothing has begun before the ticket is raised', () => {
  expect(responseAt('09:59')).toEqual({
    clock: 'first_response',
    state: 'not_started',
    elapsed_ms: 0,
    target_ms: null,
    remaining_ms: null,
    consumed: null,
    over_ms: 0,
    due: null,
    breachedAt: null,
    stoppedAt: null,
    pausedBy: null,
    thresholds: [],
    nearBreach: false,
    breaches: [],
  });
  expect(readClocks([], policies, 0).resolution.state).toBe('not_started');
});

describe('first response', () => {
  const replied = (time: string): SlaEvent => ({ at: wednesday(time), kind: 'staff_replied' });

  test('is due by the target, near breach by the last threshold, met by a reply', () => {
    expect(responseAt('11:00')).toMatchObject({
      state: 'running',
      elapsed_ms: 60 * MINUTE_ms,
      remaining_ms: 60 * MINUTE_ms,
      consumed: 0.5,
      due: wednesday('12:00'),
      thresholds: [{ percent: 50, at: wednesday('11:00') }],
      nearBreach: false,
    });
    expect(responseAt('11:48')).toMatchObject({ consumed: 0.9, nearBreach: true });
    expect(responseAt('15:00', replied('11:59:59.999'), replied('14:00'))).toMatchObject({
      state: 'met',
      elapsed_ms: 120 * MINUTE_ms - 1,
      stoppedAt: wednesday('11:59:59.999'),
      due: null,
      nearBreach: false,
      breaches: [],
    });
  });

  test('comes too late at the very instant of the breach', () => {
    expect(responseAt('15:00', replied('12:00'))).toMatchObject({
      state: 'breached',
      breachedAt: wednesday('12:00'),
      stoppedAt: wednesday('12:00'),
      over_ms: 0,
    });
    expect(responseAt('15:00', replied('12:30')).breaches).toEqual([
      {
        at: wednesday('12:00'),
        until: wednesday('12:30'),
        target_ms: 120 * MINUTE_ms,
        over_ms: 30 * MINUTE_ms,
        priority: 'high',
        level: 'l1',
        policyVersionId: 'berlin',
      },
    ]);
  });

  test('is answered by a solution as well, for good', () => {
    const reopened: SlaEvent = { at: wednesday('13:00'), kind: 'reopened' };
    for (const solved of ['resolved', 'closed'] as const)
      expect(responseAt('15:00', status('11:00', solved), reopened)).toMatchObject({
        state: 'met',
        elapsed_ms: 60 * MINUTE_ms,
      });
  });

  test('keeps the target by which it was answered', () => {
    const later: SlaEvent = { at: wednesday('11:30'), kind: 'priority_changed', priority: 'critical' };
    expect(responseAt('15:00', replied('11:15'), later)).toMatchObject({
      state: 'met',
      target_ms: 120 * MINUTE_ms,
    });
    expect(responseAt('15:00', replied('10:00'))).toMatchObject({ state: 'met', target_ms: 120 * MINUTE_ms });
  });
});

test('waiting on the client pauses; being on hold does where the policy says so', () => {
  expect(resolutionAt('16:00', status('11:00', 'waiting_on_client'))).toMatchObject({
    state: 'paused',
    pausedBy: 'waiting_on_client',
    elapsed_ms: 60 * MINUTE_ms,
    due: null,
    remaining_ms: 420 * MINUTE_ms,
  });
  expect(resolutionAt('16:00', status('11:00', 'waiting_on_client'), status('15:00', 'open'))).toMatchObject({
    state: 'running',
    elapsed_ms: 120 * MINUTE_ms,
    due: moment('2026-04-02T14:00+02:00'),
  });

  const onHold = status('11:00', 'on_hold');
  expect(resolutionAt('16:00', onHold)).toMatchObject({ state: 'running', elapsed_ms: 360 * MINUTE_ms });
  const assigned: SlaEvent = { at: raised.at, kind: 'policy_assigned', policyVersionId: 'weekdays' };
  expect(resolutionAt('16:00', onHold, assigned)).toMatchObject({
    state: 'paused',
    pausedBy: 'on_hold',
    elapsed_ms: 60 * MINUTE_ms,
  });
});

test('resolving stops the clock; reopening lets it go on from where it stood', () => {
  const events = [status('11:00', 'resolved')];
  expect(resolutionAt('16:00', ...events)).toMatchObject({
    state: 'met',
    stoppedAt: wednesday('11:00'),
    elapsed_ms: 60 * MINUTE_ms,
  });
  const reopened: SlaEvent = { at: wednesday('15:00'), kind: 'reopened' };
  expect(resolutionAt('16:00', ...events, status('12:00', 'closed'), reopened)).toMatchObject({
    state: 'running',
    stoppedAt: null,
    elapsed_ms: 120 * MINUTE_ms,
  });
  // Eight hours: six on Wednesday until 17:00 less the four that were solved, the rest on Thursday.
  expect(resolutionAt('16:00', ...events, reopened).due).toBe(moment('2026-04-02T14:00+02:00'));
});

test('a breach goes on when the ticket is reopened, and is one breach', () => {
  const raisedCritical: SlaEvent = { ...raised, priority: 'critical' };
  const events: SlaEvent[] = [
    raisedCritical,
    status('15:00', 'resolved'),
    { at: wednesday('16:00'), kind: 'reopened' },
  ];
  const at = (time: string) => readClocks(events, policies, wednesday(time)).resolution;
  expect(at('15:30').breaches).toMatchObject([
    { at: wednesday('14:00'), until: wednesday('15:00'), over_ms: 60 * MINUTE_ms },
  ]);
  expect(at('16:30')).toMatchObject({
    state: 'breached',
    breachedAt: wednesday('14:00'),
    over_ms: 90 * MINUTE_ms,
    breaches: [{ at: wednesday('14:00'), until: null, over_ms: 90 * MINUTE_ms }],
  });
});

describe('other terms', () => {
  const toPriority = (time: string, priority: 'critical' | 'low' | 'medium'): SlaEvent => ({
    at: wednesday(time),
    kind: 'priority_changed',
    priority,
  });
  const toLevel = (time: string, level: 'l2' | 'l3'): SlaEvent => ({
    at: wednesday(time),
    kind: 'level_changed',
    level,
  });

  test('a higher priority judges the elapsed time from its beginning, and its hours hold from then on', () => {
    // High is measured in office hours; the six hours from 10:00 to 16:00 are over the four that critical has.
    expect(resolutionAt('16:00', toPriority('16:00', 'critical'))).toMatchObject({
      state: 'breached',
      breachedAt: wednesday('16:00'),
      over_ms: 120 * MINUTE_ms,
      thresholds: [
        { percent: 50, at: wednesday('14:00') },
        { percent: 75, at: wednesday('16:00') },
        { percent: 90, at: wednesday('16:00') },
      ],
    });
    expect(resolutionAt('19:00', toPriority('11:00', 'critical'))).toMatchObject({
      elapsed_ms: 540 * MINUTE_ms,
      breachedAt: wednesday('14:00'),
    });
  });

  test('a target that is used up to the millisecond is missed when it is set, also while the clock is paused', () => {
    const events = [status('14:00', 'waiting_on_client'), toPriority('15:00', 'critical')];
    expect(resolutionAt('14:59', ...events)).toMatchObject({ state: 'paused', elapsed_ms: 240 * MINUTE_ms });
    expect(resolutionAt('15:00', ...events)).toMatchObject({
      state: 'breached',
      pausedBy: 'waiting_on_client',
      breachedAt: wednesday('15:00'),
      over_ms: 0,
    });
  });

  test('a longer target leaves a breach behind, which stays on record', () => {
    const events = [toPriority('10:00', 'critical'), toPriority('14:30', 'medium')];
    expect(resolutionAt('15:00', ...events)).toMatchObject({
      state: 'running',
      target_ms: 960 * MINUTE_ms,
      elapsed_ms: 300 * MINUTE_ms,
      breachedAt: null,
      thresholds: [],
      breaches: [
        {
          at: wednesday('14:00'),
          until: wednesday('14:30'),
          target_ms: 240 * MINUTE_ms,
          over_ms: 30 * MINUTE_ms,
          priority: 'critical',
        },
      ],
    });
  });

  test('a support level has its own targets; one that is not in the contract has none', () => {
    expect(resolutionAt('11:00', toLevel('10:30', 'l2'))).toMatchObject({
      target_ms: 960 * MINUTE_ms,
      elapsed_ms: 60 * MINUTE_ms,
    });
    expect(resolutionAt('11:00', toLevel('10:30', 'l3'))).toMatchObject({
      state: 'running',
      target_ms: null,
      remaining_ms: null,
      consumed: null,
      due: null,
      elapsed_ms: 60 * MINUTE_ms,
    });
  });

  test('changes of a resolved ticket count when it is reopened', () => {
    const events = [
      toPriority('10:00', 'critical'),
      status('14:30', 'resolved'),
      toPriority('15:00', 'medium'),
    ];
    expect(resolutionAt('15:30', ...events)).toMatchObject({ state: 'breached', target_ms: 240 * MINUTE_ms });
    const again = resolutionAt('16:00', ...events, { at: wednesday('16:00'), kind: 'reopened' });
    expect(again).toMatchObject({ state: 'running', target_ms: 960 * MINUTE_ms });
    expect(again.breaches).toMatchObject([{ until: wednesday('14:30'), over_ms: 30 * MINUTE_ms }]);
  });

  test('another policy version measures from its assignment on, and only where one is assigned', () => {
    const assigned: SlaEvent = {
      at: moment('2026-04-03T12:00+02:00'),
      kind: 'policy_assigned',
      policyVersionId: 'weekdays',
    };
    const low: SlaEvent = { ...raised, priority: 'low' };
    const at = (iso: string, ...events: SlaEvent[]) =>
      readClocks([low, ...events], policies, moment(iso)).firstResponse;
    // 7 h on Wednesday, 1 h on Thursday.
    expect(at('2026-04-01T12:00+02:00').due).toBe(moment('2026-04-02T10:00+02:00'));
    const waiting = [
      status('11:00', 'waiting_on_client'),
      { ...status('11:00', 'open'), at: moment('2026-04-03T11:00+02:00') },
    ];
    // One hour on Wednesday, one on Friday by the old hours, then twelve until midnight, of which six are needed.
    expect(at('2026-04-03T13:00+02:00', ...waiting, assigned)).toMatchObject({
      elapsed_ms: 180 * MINUTE_ms,
      due: moment('2026-04-03T18:00+02:00'),
    });
    expect(at('2026-04-03T13:00+02:00', ...waiting).due).toBe(moment('2026-04-07T10:00+02:00'));
  });

  test('a version that is not given is an error, not a guess', () => {
    expect(() => readClocks([raised], new Map(), raised.at)).toThrow('berlin');
    expect(readClocks([raised], new Map(), raised.at - 1).resolution.state).toBe('not_started');
  });
});

test('a threshold is crossed at the first whole millisecond that is no less than its share', () => {
  const fine = { ...berlin, thresholdsPercent: [12.345678, 0, 100, 250] };
  // 7,200,000 ms, of which the share is 888,888.816.
  const at = (since: number) =>
    readClocks([raised], new Map([['berlin', fine]]), raised.at + since).firstResponse.thresholds;
  expect(at(888_888)).toEqual([]);
  expect(at(7_300_000)).toEqual([{ percent: 12.345678, at: raised.at + 888_889 }]);
});

test('events dated before the ticket was created, and a second creation, count for nothing', () => {
  const odd: SlaEvent[] = [
    status('09:00', 'resolved'),
    { ...raised, at: wednesday('10:30'), priority: 'low' },
  ];
  expect(resolutionAt('11:00', ...odd)).toEqual(resolutionAt('11:00'));
});

test('a priority at night in winter and a weekend with a holiday, as people would count it', () => {
  // Raised on Friday 3 April at 16:30 by office hours: half an hour on Friday, nothing until Tuesday, for Monday is Easter.
  const friday: SlaEvent = { ...raised, at: moment('2026-04-03T16:30+02:00') };
  expect(readClocks([friday], policies, friday.at).firstResponse.due).toBe(moment('2026-04-07T10:30+02:00'));
  // Critical tickets do not sleep, not even while the clocks go forward.
  const night: SlaEvent = { ...raised, priority: 'critical', at: moment('2026-03-29T00:30+01:00') };
  expect(readClocks([night], policies, night.at).resolution.due).toBe(moment('2026-03-29T05:30+02:00'));
});
