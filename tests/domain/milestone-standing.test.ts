import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lateness, milestoneStanding } from '../../src/lib/domain/milestone-standing';

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

test('a milestone with a date on which it was met is met, whatever else', () => {
  fc.assert(
    fc.property(
      day,
      fc.option(day),
      day,
      day,
      (agreedOn, forecastOn, metOn, today) =>
        milestoneStanding({ agreedOn, forecastOn, metOn }, today) === 'met',
    ),
  );
});

test('it is late from the day after the agreed one, not on it', () => {
  const dates = { agreedOn: '2026-03-03', forecastOn: null, metOn: null };
  expect(milestoneStanding(dates, '2026-03-03')).toBe('on_track');
  expect(milestoneStanding(dates, '2026-03-04')).toBe('late');
});

test('before that, a forecast behind the agreed day puts it at risk', () => {
  fc.assert(
    fc.property(day, day, day, (agreedOn, forecastOn, today) => {
      fc.pre(today <= agreedOn);
      return (
        milestoneStanding({ agreedOn, forecastOn, metOn: null }, today) ===
        (forecastOn > agreedOn ? 'at_risk' : 'on_track')
      );
    }),
  );
});

test('standing never improves as days go by', () => {
  const order = ['on_track', 'at_risk', 'late'];
  fc.assert(
    fc.property(day, fc.option(day), day, day, (agreedOn, forecastOn, one, other) => {
      const [earlier, later] = [one, other].sort();
      const at = (today = '') =>
        order.indexOf(milestoneStanding({ agreedOn, forecastOn, metOn: null }, today));
      return at(later) >= at(earlier);
    }),
  );
});

test.each([
  ['late, with a forecast ahead', 'late', '2026-11-25', '2026-12-09', 'is 14 days late', '2026-12-09'],
  ['late, without a forecast', 'late', '2026-11-25', null, 'is 6 days late', null],
  ['late, with a forecast that has passed', 'late', '2026-11-25', '2026-11-28', 'is 6 days late', null],
  ['late, expected today', 'late', '2026-11-30', '2026-12-01', 'is 1 day late', '2026-12-01'],
  ['at risk', 'at_risk', '2027-01-10', '2027-01-17', 'is expected 7 days late', '2027-01-17'],
] as const)('a milestone that is %s says by how much', (_, standing, agreedOn, forecastOn, words, nowOn) => {
  expect(lateness({ agreedOn, forecastOn, standing }, '2026-12-01')).toEqual({
    words,
    wasOn: agreedOn,
    nowOn,
  });
});

test('a milestone that is on track or completed is not behind', () => {
  for (const standing of ['met', 'on_track'] as const)
    expect(lateness({ agreedOn: '2026-11-01', forecastOn: null, standing }, '2026-12-01')).toBeNull();
});
