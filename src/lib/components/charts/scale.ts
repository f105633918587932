/** Positions in a chart, as percentages of its width and height, so that charts stretch without scripts. */
import { daysBetween, withinBounds } from '$lib/domain/days';
import { dateWords, monthWords } from '$lib/domain/formats';

/** A mark on an axis, `at` per cent from the left, or from the bottom. */
export type Tick = { at: number; label: string };

/** Marks from zero in steps of 1, 2 or 5 times a power of ten (or of `unit`, for hours in minutes); the last is at or above `highest`. */
export function valueTicks(
  highest: number,
  words: (value: number) => string,
  unit = 1,
): (Tick & { value: number })[] {
  const rough = Math.max(highest, unit) / unit / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power) * unit;
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => ({
    value: index * step,
    at: (index / count) * 100,
    label: words(index * step),
  }));
}

/** Up to `most` days of a run of days, the first and the last among them. */
export function dayTicks(days: readonly string[], most = 4): Tick[] {
  const last = days.length - 1;
  const count = Math.min(most, days.length);
  const chosen = Array.from({ length: count }, (_, index) =>
    count === 1 ? 0 : Math.round((index / (count - 1)) * last),
  );
  return chosen.map((index) => ({
    at: last === 0 ? 0 : (index / last) * 100,
    label: dateWords(new Date(`${days[index] ?? ''}T12:00:00Z`), false, false),
  }));
}

/** A line through places in a picture of 100 × 100; y grows upwards. */
export const linePath = (points: readonly { x: number; y: number }[]): string =>
  points.map(({ x, y }, index) => `${index ? 'L' : 'M'}${x.toFixed(2)} ${(100 - y).toFixed(2)}`).join('');

/** So many marks on a scale of months at most; where there are more months, some of them have none. */
const monthMarks_max = 48;
/** Months from one mark to the next: a month, a quarter, a year, five of them, or a quarter of a century. */
const monthSteps = [1, 3, 12, 60, 300];

/**
 * The months that hold all these days: first day, the day after the last, and marks. Null without days. Days beyond the bounds
 * of what may be entered stand at the edge.
 */
export function monthScale(days: readonly string[]): { from: string; to: string; months: Tick[] } | null {
  const bounded = days.map(withinBounds).sort();
  const [first, last] = [bounded[0], bounded.at(-1)];
  if (!first || !last) return null;
  const begin = monthOf(first);
  const end = monthOf(last) + 1;
  const step = monthSteps.find((months) => (end - begin) / months <= monthMarks_max) ?? end - begin;
  const starts = Array.from({ length: Math.ceil((end - begin) / step) }, (_, nth) => begin + nth * step);
  const [from, to] = [firstDayOf(begin), firstDayOf(end)];
  return {
    from,
    to,
    months: starts.map((month) => ({
      at: percentOf(firstDayOf(month), from, to),
      label: monthWords(
        new Date(`${firstDayOf(month)}T12:00:00Z`),
        month === begin || month % 12 === 0 || step > 1,
      ),
    })),
  };
}

/** Months since the year 0. */
const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const firstDayOf = (month: number) =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;

/** How far a day lies between two others, per cent. */
export const percentOf = (day: string, from: string, to: string): number =>
  (daysBetween(from, day) / daysBetween(from, to)) * 100;
