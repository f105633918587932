import { expect, test } from 'vitest';
import { isAfterHours } from '../../src/lib/domain/after-hours';
import type { OpenHours, ServiceCalendar } from '../../src/lib/domain/sla/policy';

const office: OpenHours[] = [{ fromMinute: 9 * 60, toMinute: 17 * 60 }];
const calendar: ServiceCalendar = {
  timeZone: 'Europe/Berlin',
  week: [office, office, office, office, office, [], []],
  holidays: [{ day: '2026-12-25', name: 'Christmas' }],
};
const worked = (from: string, until: string, on = calendar) =>
  isAfterHours(on, Date.parse(`${from}+01:00`), Date.parse(`${until}+01:00`));

test('work is after hours where most of it lies outside the contract’s business hours', () => {
  expect(worked('2026-11-25T10:00', '2026-11-25T11:00')).toBe(false);
  expect(worked('2026-11-25T16:30', '2026-11-25T17:10')).toBe(false);
  expect(worked('2026-11-25T16:50', '2026-11-25T17:30')).toBe(true);
  expect(worked('2026-11-25T08:00', '2026-11-25T09:30')).toBe(true);
  expect(worked('2026-11-28T10:00', '2026-11-28T11:00')).toBe(true);
  expect(worked('2026-12-25T10:00', '2026-12-25T11:00')).toBe(true);
});

test('work that just began, or is half and half, is regular; where business never opens, all is after hours', () => {
  expect(worked('2026-11-28T10:00', '2026-11-28T10:00')).toBe(false);
  expect(worked('2026-11-25T16:30', '2026-11-25T17:30')).toBe(false);
  const never: ServiceCalendar = { ...calendar, week: [[], [], [], [], [], [], []] };
  expect(worked('2026-11-25T10:00', '2026-11-25T10:01', never)).toBe(true);
});
