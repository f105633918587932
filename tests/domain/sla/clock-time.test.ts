import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aroundTheClock, openTimeOf } from '../../../src/lib/domain/sla/clock-time';
import type { ServiceCalendar, WeekHours } from '../../../src/lib/domain/sla/policy';
import { openByTheMinute, wallSays } from './by-the-minute';
import { calendarNear, DAY_ms, everyDay, HOUR_ms, hours, MINUTE_ms, moment, officeHours } from './given';

const days = (count: number) => fc.integer({ min: -count * DAY_ms, max: count * DAY_ms });
const calendarOf = (timeZone: string, week: WeekHours, ...holidays: string[]): ServiceCalendar => ({
  timeZone,
  week,
  holidays: holidays.map((day) => ({ day, name: day })),
});

test('open time is what a clock on the wall counts, minute by minute', () => {
  const minutes = fc.integer({ min: -2 * 1440, max: 2 * 1440 });
  fc.assert(
    fc.property(calendarNear, minutes, minutes, ({ calendar, near }, one, other) => {
      const from = near + Math.min(one, other) * MINUTE_ms;
      const until = near + Math.max(one, other) * MINUTE_ms;
      expect(openTimeOf(calendar).between(from, until)).toBe(openByTheMinute(calendar, from, until));
    }),
    { numRuns: 300 },
  );
});

test('a millisecond is open if its minute on the wall is', () => {
  const nearby = fc.oneof(
    days(6),
    fc.integer({ min: -3, max: 3 }),
    days(1).map((one) => one - (one % HOUR_ms)),
  );
  fc.assert(
    fc.property(calendarNear, nearby, fc.integer({ min: -1, max: 1 }), ({ calendar, near }, away, edge) => {
      const at = near + away + edge;
      const open = wallSays(calendar, at) === 'open';
      expect(openTimeOf(calendar).between(at, at + 1)).toBe(open ? 1 : 0);
    }),
    { numRuns: 3000 },
  );
});

test('time adds up over intervals, over years and from before 1970 on, and never runs backwards', () => {
  const years = days(25 * 365);
  fc.assert(
    fc.property(calendarNear, years, years, years, ({ calendar, near }, ...away) => {
      const [a, b, c] = away.sort((one, other) => one - other).map((one) => near + one) as [
        number,
        number,
        number,
      ];
      for (const { between } of [openTimeOf(calendar), aroundTheClock]) {
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
        expect(between(a, b)).toBeGreaterThanOrEqual(0);
        expect(between(a, b)).toBeLessThanOrEqual(b - a);
        expect(between(a, a)).toBe(0);
      }
    }),
    { numRuns: 100 },
  );
});

test('the instant by which time has passed is the first one, to the millisecond', () => {
  const some = fc.oneof(
    fc.integer({ min: 1, max: 40 * HOUR_ms }),
    fc.integer({ min: 1, max: 40 }).map((h) => h * HOUR_ms),
  );
  fc.assert(
    fc.property(calendarNear, days(4), some, ({ calendar, near }, away, time_ms) => {
      const from = near + away;
      for (const { between, after } of [openTimeOf(calendar), aroundTheClock]) {
        const latest = from + 500 * DAY_ms;
        const due = after(from, time_ms, latest);
        if (due === null) {
          expect(between(from, latest)).toBeLessThan(time_ms);
          continue;
        }
        expect(between(from, due)).toBe(time_ms);
        expect(between(from, due - 1)).toBe(time_ms - 1);
        expect(after(from, time_ms, due)).toBe(due);
        expect(after(from, time_ms, due - 1)).toBeNull();
        expect(after(from, 0, from)).toBe(from);
      }
    }),
    { numRuns: 1000 },
  );
});

test('how hours are written makes no difference: in any order, overlapping, in parts, or beyond the day', () => {
  const written = everyDay(
    hours(720, 1440),
    hours(500, 500),
    hours(540, 700),
    hours(660, 720),
    hours(600, 610),
  );
  const plain = everyDay(hours(540, 1440));
  fc.assert(
    fc.property(days(30), fc.nat(20 * DAY_ms), (away, length) => {
      const from = moment('2026-06-01T00:00Z') + away;
      const [one, other] = [written, plain].map((week) =>
        openTimeOf(calendarOf('Europe/Berlin', week)).between(from, from + length),
      );
      expect(one).toBe(other);
    }),
  );
});

describe('where clocks are changed', () => {
  /** Open hours of a local day, from its midnight to the next one as people there know them. */
  const open_h = (calendar: ServiceCalendar, from: string, until: string) =>
    openTimeOf(calendar).between(moment(from), moment(until)) / HOUR_ms;

  test.each([
    [
      'Berlin, a day of 23 hours',
      'Europe/Berlin',
      [0, 1440],
      '2026-03-29T00:00+01:00',
      '2026-03-30T00:00+02:00',
      23,
    ],
    [
      'Berlin, a day of 25 hours',
      'Europe/Berlin',
      [0, 1440],
      '2026-10-25T00:00+02:00',
      '2026-10-26T00:00+01:00',
      25,
    ],
    [
      'Berlin, hours in the gap',
      'Europe/Berlin',
      [120, 180],
      '2026-03-29T00:00+01:00',
      '2026-03-30T00:00+02:00',
      0,
    ],
    [
      'Berlin, opening in the gap',
      'Europe/Berlin',
      [150, 240],
      '2026-03-29T00:00+01:00',
      '2026-03-30T00:00+02:00',
      1,
    ],
    [
      'Berlin, the hour that comes twice',
      'Europe/Berlin',
      [120, 180],
      '2026-10-25T00:00+02:00',
      '2026-10-26T00:00+01:00',
      2,
    ],
    [
      'Berlin, closing in the hour that comes twice',
      'Europe/Berlin',
      [60, 150],
      '2026-10-25T00:00+02:00',
      '2026-10-26T00:00+01:00',
      2,
    ],
    [
      'Berlin, hours that no change touches',
      'Europe/Berlin',
      [540, 1020],
      '2026-03-29T00:00+01:00',
      '2026-03-30T00:00+02:00',
      8,
    ],
    [
      'New York, the hour that comes twice',
      'America/New_York',
      [60, 120],
      '2026-11-01T00:00-04:00',
      '2026-11-02T00:00-05:00',
      2,
    ],
    [
      'New York, hours in the gap',
      'America/New_York',
      [120, 180],
      '2026-03-08T00:00-05:00',
      '2026-03-09T00:00-04:00',
      0,
    ],
    [
      'Lord Howe, half an hour more',
      'Australia/Lord_Howe',
      [0, 1440],
      '2026-04-05T00:00+11:00',
      '2026-04-06T00:00+10:30',
      24.5,
    ],
    [
      'Lord Howe, half an hour less',
      'Australia/Lord_Howe',
      [120, 180],
      '2026-10-04T00:00+10:30',
      '2026-10-05T00:00+11:00',
      0.5,
    ],
    [
      'Kolkata, never changed',
      'Asia/Kolkata',
      [540, 1020],
      '2026-03-29T00:00+05:30',
      '2026-03-30T00:00+05:30',
      8,
    ],
    [
      'Apia, which had no 30 December 2011',
      'Pacific/Apia',
      [540, 1020],
      '2011-12-29T00:00-10:00',
      '2012-01-01T00:00+14:00',
      16,
    ],
    [
      'Santiago, whose midnight is skipped',
      'America/Santiago',
      [0, 60],
      '2026-09-05T00:00-04:00',
      '2026-09-07T00:00-03:00',
      1,
    ],
    ['a leap day', 'Europe/Berlin', [540, 1020], '2028-02-28T00:00+01:00', '2028-03-01T00:00+01:00', 16],
    ['a year’s end', 'Pacific/Chatham', [0, 1440], '2026-12-31T00:00+13:45', '2027-01-02T00:00+13:45', 48],
  ] as const)('%s', (_, timeZone, [from, to], start, end, expected) => {
    expect(open_h(calendarOf(timeZone, everyDay(hours(from, to))), start, end)).toBe(expected);
  });

  test('a holiday closes its local day, whatever hours that has', () => {
    const allDay = calendarOf('Europe/Berlin', everyDay(hours(0, 1440)), '2026-10-25', '2026-10-25');
    expect(open_h(allDay, '2026-10-25T00:00+02:00', '2026-10-26T00:00+01:00')).toBe(0);
    expect(open_h(allDay, '2026-10-24T23:00+02:00', '2026-10-26T01:00+01:00')).toBe(2);
  });
});

test('hours until 24:00 and from 0:00 on are one stretch; Friday’s last hour ends on Friday', () => {
  const { after } = openTimeOf(calendarOf('Europe/Berlin', officeHours, '2026-04-06'));
  const latest = moment('2027-01-01T00:00Z');
  // Good Friday is worked here; Easter Monday is not.
  const from = moment('2026-04-03T16:00+02:00');
  expect(after(from, HOUR_ms, latest)).toBe(moment('2026-04-03T17:00+02:00'));
  expect(after(from, HOUR_ms + 1, latest)).toBe(moment('2026-04-07T09:00:00.001+02:00'));
  const night = openTimeOf(calendarOf('Europe/Berlin', everyDay(hours(1320, 1440), hours(0, 120))));
  expect(night.after(moment('2026-06-01T23:00+02:00'), 3 * HOUR_ms, latest)).toBe(
    moment('2026-06-02T02:00+02:00'),
  );
});

test('a business that never opens counts nothing and is never due', () => {
  const { between, after } = openTimeOf(calendarOf('Asia/Kolkata', everyDay(hours(600, 600))));
  expect(between(0, moment('2026-01-01T00:00Z'))).toBe(0);
  expect(after(0, 1, moment('2026-01-01T00:00Z'))).toBeNull();
});

test('a zone or a day that does not exist is refused', () => {
  expect(() => openTimeOf(calendarOf('Europe/Atlantis', officeHours))).toThrow(RangeError);
  expect(() => openTimeOf(calendarOf('Europe/Berlin', officeHours, '2026-13-01'))).toThrow(RangeError);
});
