/** A formatter costs a hundred times what it does with one date; there are as many as time zones in use. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The day it is in an IANA time zone at a moment, as YYYY-MM-DD. */
export function todayIn(timeZone: string, now: Date): string {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    dayFormats.set(timeZone, format);
  }
  return format.format(now);
}

/** "Tue 3 Mar" for an ISO day; with the year where `thisYear` is another one. */
export function formatDay(day: string, thisYear?: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  const parts = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const withYear = thisYear !== undefined && date.getUTCFullYear() !== thisYear;
  return new Intl.DateTimeFormat('en-GB', withYear ? { ...parts, year: 'numeric' } : parts)
    .format(date)
    .replace(',', '');
}
