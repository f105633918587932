import fc from 'fast-check';
import { expect, test } from 'vitest';
import { burnUp } from '../../src/lib/domain/burn-up';
import { addDays, daysBetween, eachDay } from '../../src/lib/domain/days';

const moment = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-03-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const tasks = fc.array(fc.record({ sharedAt: fc.option(moment), completedAt: fc.option(moment) }));
const timeZone = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Auckland', 'America/Los_Angeles');
const range = { from: '2026-02-01', to: '2026-04-02' };

test('done never exceeds total, and neither ever falls', () => {
  fc.assert(
    fc.property(tasks, timeZone, (given, zone) => {
      const days = burnUp(given, { ...range, timeZone: zone });
      expect(days.map(({ day }) => day)).toEqual(eachDay(range.from, range.to));
      days.forEach(({ total, done }, index) => {
        expect(done).toBeLessThanOrEqual(total);
        expect(total).toBeGreaterThanOrEqual(days[index - 1]?.total ?? 0);
        expect(done).toBeGreaterThanOrEqual(days[index - 1]?.done ?? 0);
      });
    }),
  );
});

test('the last day is what there is: all shared tasks, and those of them that are done', () => {
  fc.assert(
    fc.property(tasks, timeZone, (given, zone) => {
      const shared = given.filter(({ sharedAt }) => sharedAt);
      expect(burnUp(given, { ...range, timeZone: zone }).at(-1)).toEqual({
        day: range.to,
        total: shared.length,
        done: shared.filter(({ completedAt }) => completedAt).length,
      });
    }),
  );
});

test('the order of the tasks says nothing', () => {
  fc.assert(
    fc.property(
      tasks.chain((given) =>
        fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
      ),
      ([given, shuffled]) => {
        const options = { ...range, timeZone: 'UTC' };
        expect(burnUp(shuffled, options)).toEqual(burnUp(given, options));
      },
    ),
  );
});

test('a task that was done before it was shared counts as done from the day it was shared', () => {
  const days = burnUp([{ sharedAt: '2026-03-03T23:30:00Z', completedAt: '2026-02-01T12:00:00Z' }], {
    from: '2026-03-03',
    to: '2026-03-04',
    timeZone: 'Europe/Berlin',
  });
  expect(days).toEqual([
    { day: '2026-03-03', total: 0, done: 0 },
    { day: '2026-03-04', total: 1, done: 1 },
  ]);
});

test('days are counted over changes of the clock and leap days', () => {
  expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(eachDay('2026-03-02', '2026-03-01')).toEqual([]);
});
