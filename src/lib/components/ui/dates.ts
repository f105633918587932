const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;

const parts = (value: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', options).format(value).replace(',', '');

/** "Tue 3 Mar" for an ISO day, with the year where it is not this one. */
export function formatDay(value: string): string {
  const date = new Date(`${value}T12:00:00Z`);
  const isThisYear = date.getUTCFullYear() === new Date().getUTCFullYear();
  return parts(date, isThisYear ? { ...day, timeZone: 'UTC' } : { ...day, year: 'numeric', timeZone: 'UTC' });
}

/** "Tue 3 Mar", or "Tue 3 Mar, 14:05", for an ISO moment in a time zone. */
export function formatMoment(value: string, timeZone: string, withTime: boolean): string {
  const moment = new Date(value);
  const date = parts(moment, { ...day, timeZone });
  return withTime ? `${date}, ${parts(moment, { hour: '2-digit', minute: '2-digit', timeZone })}` : date;
}

/** The full moment, for a hover. */
export const momentTitle = (value: string, timeZone: string) =>
  parts(new Date(value), { dateStyle: 'full', timeStyle: 'long', timeZone });
