/** The day it is in an IANA time zone at a moment, as YYYY-MM-DD. */
export function todayIn(timeZone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
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
