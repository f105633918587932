const DAY_ms = 86_400_000;

/** The first and the last day that anybody may enter; the database says the same of app.day. */
export const firstDay = '2000-01-01';
export const lastDay = '2099-12-31';

/** So many days at most, first and last included: of a sprint, and of a project, an epic or a task. The database checks both. */
export const sprintDays_max = 26 * 7;
export const spanDays_max = 7306;

/** A picture or a list goes through so many days at most, whatever days are stored. */
const eachDay_max = 4000;

/** Whether a text is a day of the calendar, written like 2026-03-31, and one that may be entered. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < firstDay || text > lastDay) return false;
  const at = new Date(`${text}T00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Why a day of the calendar may not be entered. */
export function outOfBoundsWords(day: string): string {
  const year = Number(day.slice(0, 4));
  return year < 100
    ? `Enter the year in full, like ${2000 + year}.`
    : `Enter a date from ${firstDay.slice(0, 4)} to ${lastDay.slice(0, 4)}.`;
}

/** The day itself where it lies within the bounds, else the bound that it lies beyond: an old database may hold any day. */
export function withinBounds(day: string): string {
  if (/^\+?\d{5}/.test(day) || day > lastDay) return lastDay;
  return day < firstDay ? firstDay : day;
}

const noon = (day: string) => Date.parse(`${withinBounds(day)}T12:00:00Z`);

/** The day so many days after an ISO day; negative for before. */
export const addDays = (day: string, days: number): string =>
  new Date(noon(day) + days * DAY_ms).toISOString().slice(0, 10);

/** How many days lie from one ISO day to another; negative where the second is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((noon(to) - noon(from)) / DAY_ms);

/**
 * Every ISO day from the first to the last, both included; none where the last lies before the first. Of more than 4,000 days
 * the last ones: what is stored cannot make this run for longer.
 */
export function eachDay(first: string, last: string): string[] {
  const count = Math.min(eachDay_max, Math.max(0, daysBetween(first, last) + 1)) || 0;
  return Array.from({ length: count }, (_, index) => addDays(last, index - count + 1));
}

/** At most `points` of the items, evenly apart, the first and the last among them. */
export function thinned<Item>(items: readonly Item[], points: number): Item[] {
  if (items.length <= points) return [...items];
  const step = (items.length - 1) / (points - 1);
  return Array.from({ length: points }, (_, nth) => items[Math.round(nth * step)] as Item);
}
