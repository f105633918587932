import { keptFormat } from '$lib/domain/kept-format';

const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
const dayWithYear = { ...day, year: 'numeric' } as const;
const time = { hour: '2-digit', minute: '2-digit' } as const;
const full = { dateStyle: 'full', timeStyle: 'long' } as const;

const dayFormat = keptFormat('en-GB', day);
const dayWithYearFormat = keptFormat('en-GB', dayWithYear);
const yearFormat = keptFormat('en-GB', { year: 'numeric' });
const timeFormat = keptFormat('en-GB', time);
const fullFormat = keptFormat('en-GB', full);

const withoutComma = (text: string) => text.replace(',', '');

/** "Tue 3 Mar" in a time zone, with the year where it is not this one there. */
function dated(moment: Date, timeZone: string): string {
  const year = yearFormat(timeZone);
  const isThisYear = year.format(moment) === year.format(Date.now());
  return withoutComma((isThisYear ? dayFormat : dayWithYearFormat)(timeZone).format(moment));
}

/** "Tue 3 Mar", or "Tue 3 Mar 2020", for an ISO day; a day that the calendar here does not have stays as it is written. */
export function formatDay(value: string): string {
  const noon = new Date(`${value}T12:00:00Z`);
  return Number.isNaN(noon.getTime()) ? value : dated(noon, 'UTC');
}

/** "Tue 3 Mar", or "Tue 3 Mar 2020, 14:05", for an ISO moment in a time zone. */
export function formatMoment(value: string, timeZone: string, withTime: boolean): string {
  const moment = new Date(value);
  const date = dated(moment, timeZone);
  return withTime ? `${date}, ${timeFormat(timeZone).format(moment)}` : date;
}

/** The full moment, for a hover. */
export const momentTitle = (value: string, timeZone: string) =>
  withoutComma(fullFormat(timeZone).format(new Date(value)));

/** "2026-03-03T14:05:09Z" for an ISO moment: no reader of a page wants its microseconds. */
export const machineMoment = (value: string) => `${new Date(value).toISOString().slice(0, 19)}Z`;
