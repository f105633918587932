/** Policies whose promises can never come about. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_ms, MINUTE_ms } from '../../../src/lib/domain/sla/moment';
import { openTimeOf } from '../../../src/lib/domain/sla/clock-time';
import {
  policyOf,
  ticketPriorities,
  weekdays,
  type StoredPolicy,
} from '../../../src/lib/domain/sla/stored-policy';
import { readHours } from '../../../src/lib/domain/sla/typed-policy';
import { faultsOfPolicy, longestRun_days } from '../../../src/lib/domain/sla/unreachable';

const now = Date.UTC(2026, 2, 10, 12);
const time = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const hours = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
  .filter(([from, until]) => from < until)
  .map(([from, until]): [string, string][] => [[time(from), time(until)]]);
const minutes = fc.option(fc.integer({ min: 1, max: 366 * 1440 }));
const policies = fc.record({
  time_zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Sydney'),
  business_hours: fc.record(Object.fromEntries(weekdays.map((day) => [day, hours])), { requiredKeys: [] }),
  holidays: fc.array(
    fc
      .integer({ min: 0, max: 1500 })
      .map((day) => ({ day: new Date(now + day * DAY_ms).toISOString().slice(0, 10), name: '' })),
    { maxLength: 400 },
  ),
  targets: fc.array(
    fc.record({
      priority: fc.constantFrom(...ticketPriorities),
      level: fc.constant(null),
      first_response_minutes: minutes,
      resolution_minutes: minutes,
      around_the_clock: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  thresholds: fc.constant<number[]>([50]),
  pauses_on_hold: fc.boolean(),
});

test('a policy without a fault has each of its targets run out, of a ticket that is raised today', () => {
  fc.assert(
    fc.property(policies, (stored: Omit<StoredPolicy, 'id'>) => {
      const { calendar, clockHours } = policyOf({ ...stored, id: '' });
      const open = openTimeOf(calendar);
      if (faultsOfPolicy(stored, now).length > 0) return;
      for (const target of stored.targets.filter(({ priority }) => clockHours[priority] === 'business_hours'))
        for (const promised of [target.first_response_minutes, target.resolution_minutes])
          if (promised !== null)
            expect(open.after(now, promised * MINUTE_ms, now + longestRun_days * DAY_ms)).not.toBeNull();
    }),
  );
});

test.each([
  ['22:00-00:00', { value: [['22:00', '24:00']] }],
  ['0:00-24:00', { value: [['00:00', '24:00']] }],
  ['closed', { value: [] }],
  ['–', { value: [] }],
])('%s is read', (typed, read) => {
  expect(readHours(typed)).toEqual(read);
});
