import fc from 'fast-check';
import { expect, test } from 'vitest';
import { milestoneStanding } from '../../src/lib/domain/milestone-standing';

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
