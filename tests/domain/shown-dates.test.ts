import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatDay, formatMoment } from '../../src/lib/components/ui/dates';

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-12-31T23:30:00Z') }));
afterEach(() => void vi.useRealTimers());

test('a day or a moment of another year says which', () => {
  expect(formatDay('2026-03-03')).toBe('Tue 3 Mar');
  expect(formatDay('2025-03-03')).toBe('Mon 3 Mar 2025');
  expect(formatMoment('2026-03-03T14:05:00Z', 'UTC', true)).toBe('Tue 3 Mar, 14:05');
  expect(formatMoment('2025-03-03T14:05:00Z', 'UTC', true)).toBe('Mon 3 Mar 2025, 14:05');
  expect(formatMoment('2025-03-03T14:05:00Z', 'UTC', false)).toBe('Mon 3 Mar 2025');
});

test('which year it is, is a matter of the time zone', () => {
  expect(formatMoment('2026-12-31T23:10:00Z', 'UTC', false)).toBe('Thu 31 Dec');
  expect(formatMoment('2026-12-31T23:10:00Z', 'Europe/Berlin', false)).toBe('Fri 1 Jan');
  expect(formatMoment('2026-12-31T22:10:00Z', 'Europe/Berlin', false)).toBe('Thu 31 Dec 2026');
});
