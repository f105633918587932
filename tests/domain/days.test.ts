/** Days have bounds, and nothing that counts days runs for longer than that, whatever an old database holds. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthScale, percentOf } from '../../src/lib/components/charts/scale';
import { burnDown } from '../../src/lib/domain/burn-down';
import {
  addDays, daysBetween, eachDay, firstDay, isDay, lastDay, outOfBoundsWords, sprintDays_max, withinBounds,
} from '../../src/lib/domain/days'; // prettier-ignore
import { farDays, farDayWords } from '../../src/lib/domain/far-days';
import { calendarDay, readDay } from '../../src/lib/domain/import/days';
import { explainClock } from '../../src/lib/domain/sla/explain-clock';
import { openTimeOf } from '../../src/lib/domain/sla/clock-time';
import type { SlaPolicyVersion, WeekHours } from '../../src/lib/domain/sla/policy';
import { day } from '../../src/lib/inputs/day';

/** Days as PostgreSQL writes those that no bound holds back. */
const stored = ['0001-01-01', '0026-12-01', '0044-03-15 BC', '9999-12-31', '10000-01-01', '5874897-12-31', 'infinity', '-infinity']; // prettier-ignore

test('a day may be entered within a century, and what may not says why', () => {
  for (const given of [firstDay, '2026-02-28', '2028-02-29', lastDay]) {
    expect(isDay(given)).toBe(true);
    expect(day.safeParse(given).success).toBe(true);
  }
  const refused = ['', 'x', '2026-02-30', '2027-02-29', '2026-13-01', '1999-12-31', '2100-01-01', '+12026-01-01', ...stored]; // prettier-ignore
  for (const given of refused) {
    expect(isDay(given)).toBe(false);
    const message = day.safeParse(given).error?.issues[0]?.message;
    expect(message).toMatch(/^Enter (a date|the year in full)/);
  }
  expect(outOfBoundsWords('0026-12-01')).toBe('Enter the year in full, like 2026.');
  expect(outOfBoundsWords('9999-12-31')).toBe('Enter a date from 2000 to 2099.');
});

test('an import reads no day that nobody may enter', () => {
  expect(readDay('0026-12-01', 'iso')).toBeNull();
  expect(calendarDay('0026-12-01', 'iso')).toBe('0026-12-01');
  expect(readDay('9999-12-31', 'iso')).toBeNull();
  expect(readDay('31.12.9999', 'day_first')).toBeNull();
  expect(readDay('2026-12-01', 'iso')).toBe('2026-12-01');
});

describe('whatever day is stored', () => {
  const anyDay = fc.oneof(fc.constantFrom(...stored), fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10))); // prettier-ignore

  test('it counts as the bound beyond which it lies', () => {
    fc.assert(
      fc.property(anyDay, anyDay, fc.integer({ min: -400, max: 400 }), (one, other, days) => {
        expect(isDay(withinBounds(one))).toBe(true);
        if (isDay(one)) expect(withinBounds(one)).toBe(one);
        expect(Math.abs(daysBetween(one, other))).toBeLessThan(36_525);
        expect(addDays(one, days)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      }),
    );
    expect(withinBounds('10000-01-01')).toBe(lastDay);
    expect(withinBounds('infinity')).toBe(lastDay);
    expect(withinBounds('-infinity')).toBe(firstDay);
  });

  test('the days between two are few enough to go through', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (from, to) => {
        const days = eachDay(from, to);
        expect(days.length).toBeLessThanOrEqual(4000);
        if (days.length) expect(days.at(-1)).toBe(withinBounds(to));
        if (days.length > 1 && days.length < 4000) expect(days[0]).toBe(withinBounds(from));
      }),
      { numRuns: 50 },
    );
  });

  test('a burn-down has a day for each of 26 weeks at most, the last of the sprint', () => {
    const events = [
      { taskId: 'a', at: '2026-11-01T09:00:00Z', change: 'added' as const, estimateMinutes: 60 },
      { taskId: 'a', at: '2026-12-02T09:00:00Z', change: 'done' as const, estimateMinutes: null },
    ];
    for (const startsOn of stored)
      for (const endsOn of [...stored, '2026-12-31']) {
        const days = burnDown({ startsOn, endsOn, today: '2026-12-10', timeZone: 'UTC' }, events);
        expect(days.length).toBeLessThanOrEqual(sprintDays_max);
      }
    const days = burnDown({ startsOn: '0026-12-01', endsOn: '2026-12-31', today: '2026-12-10', timeZone: 'UTC' }, events); // prettier-ignore
    expect(days).toHaveLength(sprintDays_max);
    expect(days.at(-1)?.day).toBe('2026-12-31');
    expect(days.filter(({ added }) => added.tasks).map(({ day: on }) => on)).toEqual(['2026-11-01']);
    expect(days.find(({ day: on }) => on === '2026-12-02')?.remaining).toEqual({ minutes: 0, tasks: 0 });
  });

  test('a scale of months has few marks, and every day a place on it', () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 8 }), (days) => {
        const scale = monthScale(days)!;
        expect(scale.months.length).toBeLessThanOrEqual(48);
        for (const given of days) {
          const percentAt = percentOf(given, scale.from, scale.to);
          expect(percentAt).toBeGreaterThanOrEqual(0);
          expect(percentAt).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});

test('a scale of a year has a mark for each month, and one of three years for each of theirs', () => {
  const of = (days: string[]) => monthScale(days)?.months.map(({ label }) => label) ?? [];
  expect(of(['2026-11-30', '2027-02-01'])).toEqual(['Nov 2026', 'Dec', 'Jan 2027', 'Feb']);
  expect(of(['2026-01-01', '2028-12-31'])).toHaveLength(36);
  expect(of(['2026-01-01', '2031-01-01']).slice(0, 3)).toEqual(['Jan 2026', 'Apr 2026', 'Jul 2026']);
  expect(monthScale([])).toBeNull();
});

test('business hours are added up over two centuries at most, from either side of them', () => {
  const week = Array.from({ length: 7 }, () => [{ fromMinute: 540, toMinute: 1020 }]) as unknown as WeekHours;
  const calendar = { timeZone: 'Europe/Berlin', week, holidays: [] };
  const time = openTimeOf(calendar);
  const ages = [Date.UTC(0, 0, 1) - 6e13, -8.64e15, 8.64e15, Date.parse('2026-01-01T00:00Z')];
  for (const from of ages)
    for (const until of ages) {
      expect(time.between(from, until)).toBeLessThan(231 * 366 * 8 * 3_600_000);
      time.after(from, 1e15, until);
    }
  const target = { firstResponseMinutes: 60, resolutionMinutes: 60 };
  const each = { critical: target, high: target, medium: target, low: target };
  const hours = { critical: 'business_hours', high: 'business_hours', medium: 'business_hours', low: 'business_hours' } as const; // prettier-ignore
  const policy: SlaPolicyVersion = { id: 'p', calendar, targets: { l1: each }, clockHours: hours, pausesOnHold: false, thresholdsPercent: [] }; // prettier-ignore
  const raised = { kind: 'raised' as const, at: -6e13, policyVersionId: 'p', priority: 'low' as const, level: 'l1' as const }; // prettier-ignore
  const told = explainClock(
    [raised],
    new Map([['p', policy]]),
    Date.parse('2026-01-01T00:00Z'),
    'resolution',
  );
  expect(told.length).toBeLessThan(12_000);
});

test('a day more than five years from all others is far, and says how far', () => {
  const others = { first: '2026-01-01', last: '2027-06-30' };
  expect(farDays(['2021-01-01', '2032-06-30', null, '2026-05-01'], others)).toEqual([]);
  expect(farDays(['2020-12-24', '2062-06-15', '2062-06-15'], others)).toEqual(['2020-12-24', '2062-06-15']);
  expect(farDayWords('2062-06-15', others)).toBe(
    'Thu 15 Jun 2062 is 34 years after every other date in the project.',
  );
  expect(farDayWords('2012-06-15', others)).toMatch(/13 years before/);
});
