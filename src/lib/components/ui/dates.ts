const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;

const parts = (value: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', options).format(value).replace(',', '');

/** "Tue 3 Mar" in a time zone, with the year where it is not this one there. */
function dated(moment: Date, timeZone: string): string {
  const yearOf = (value: Date) => parts(value, { year: 'numeric', timeZone });
  const isThisYear = yearOf(moment) === yearOf(new Date());
  return parts(moment, isThisYear ? { ...day, timeZone } : { ...day, year: 'numeric', timeZone });
}

/** "Tue 3 Mar", or "Tue 3 Mar 2020", for an ISO day. */
export const formatDay = (value: string) => dated(new Date(`${value}T12:00:00Z`), 'UTC');

/** "Tue 3 Mar", or "Tue 3 Mar 2020, 14:05", for an ISO moment in a time zone. */
export function formatMoment(value: string, timeZone: string, withTime: boolean): string {
  const moment = new Date(value);
  const date = dated(moment, timeZone);
  return withTime ? `${date}, ${parts(moment, { hour: '2-digit', minute: '2-digit', timeZone })}` : date;
}

/** The full moment, for a hover. */
export const momentTitle = (value: string, timeZone: string) =>
  parts(new Date(value), { dateStyle: 'full', timeStyle: 'long', timeZone });
