const DAY_ms = 86_400_000;

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** Whether a text is a day of the calendar, written like 2026-03-31, and one that the database knows. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    text > '0001' &&
    !Number.isNaN(at.getTime()) &&
    at.toISOString().startsWith(text)
  );
}

/** The day so many days after an ISO day; negative for before. */
export const addDays = (day: string, days: number): string =>
  new Date(noon(day) + days * DAY_ms).toISOString().slice(0, 10);

/** How many days lie from one ISO day to another; negative where the second is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((noon(to) - noon(from)) / DAY_ms);

/** Every ISO day from the first to the last, both included; none where the last lies before the first. */
export const eachDay = (first: string, last: string): string[] =>
  Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, index) => addDays(first, index));

/** At most `points` of the items, evenly apart, the first and the last among them. */
export function thinned<Item>(items: readonly Item[], points: number): Item[] {
  if (items.length <= points) return [...items];
  const step = (items.length - 1) / (points - 1);
  return Array.from({ length: points }, (_, nth) => items[Math.round(nth * step)] as Item);
}
