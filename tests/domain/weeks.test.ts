import { expect, test } from 'vitest';
import { addDays, eachDay } from '$lib/domain/days';
import { mondayOf } from '$lib/domain/weeks';

test('every day of a week has the same Monday, across months and years', () => {
  for (const monday of ['2026-11-23', '2026-12-28', '2028-02-28'])
    for (const day of eachDay(monday, addDays(monday, 6))) expect(mondayOf(day)).toBe(monday);
  expect(mondayOf('2027-01-03')).toBe('2026-12-28');
});
