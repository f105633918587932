import { formatDay } from './dates';
import { daysBetween } from './days';

/** The first and the last of the days that something has already, as ISO days. */
export type Stretch = { first: string; last: string };

/** Five years: a plan may reach that far ahead, and a year mistyped in its tens lies beyond. */
const near_days = 5 * 366;

/** How many days a day lies before a stretch (negative) or after it; 0 within. */
const outside = (day: string, { first, last }: Stretch) =>
  Math.min(0, daysBetween(first, day)) + Math.max(0, daysBetween(last, day));

/** Those of the days that lie so far from a stretch that a year may be mistyped. */
export const farDays = (days: readonly (string | null)[], stretch: Stretch): string[] =>
  [...new Set(days)]
    .filter((day) => day !== null)
    .filter((day) => Math.abs(outside(day, stretch)) > near_days);

/** Says of a far day how far it is. */
export function farDayWords(day: string, stretch: Stretch): string {
  const days = outside(day, stretch);
  const years = Math.floor(Math.abs(days) / 365.25);
  return `${formatDay(day, 0)} is ${years} years ${days < 0 ? 'before' : 'after'} every other date in the project.`;
}
