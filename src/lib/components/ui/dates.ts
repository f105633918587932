import { dateWords, orderedDate, timeWords } from '$lib/domain/formats';
import { keptFormat } from '$lib/domain/kept-format';

const figures = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
const fieldsFormat = keptFormat('en-US', { ...figures, ...clock });
const longFormat = keptFormat('en-GB', {
  ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZoneName: 'short' },
});

/** A moment whose fields in UTC are those that it has in a time zone. */
function inZone(moment: Date | number, timeZone: string): Date {
  const [month, day, year, ...time] = fieldsFormat(timeZone).format(moment).split(/\D+/);
  return new Date(`${year}-${month}-${day}T${time.join(':')}Z`);
}

/** "Tue 3 Mar" for the fields that a moment has in UTC, with the year where it is not the one of `now`. */
const dated = (moment: Date, now: Date) =>
  dateWords(moment, moment.getUTCFullYear() !== now.getUTCFullYear());

/** "Tue 3 Mar", or "Tue 3 Mar 2020", for an ISO day; a day that the calendar here does not have stays as it is written. */
export function formatDay(value: string): string {
  const noon = new Date(`${value}T12:00:00Z`);
  return Number.isNaN(noon.getTime()) ? value : dated(noon, new Date());
}

/** "Tue 3 Mar", or "Tue 3 Mar 2020, 14:05", for an ISO moment in a time zone. */
export function formatMoment(value: string, timeZone: string, withTime: boolean): string {
  const moment = inZone(new Date(value), timeZone);
  const date = dated(moment, inZone(Date.now(), timeZone));
  return withTime ? `${date}, ${timeWords(moment)}` : date;
}

/** The full moment, for a hover: "Tuesday 3 March 2026 at 14:05:09 CET". */
export function momentTitle(value: string, timeZone: string): string {
  const moment = new Date(value);
  const [weekday, day, month, year, zone] = longFormat(timeZone)
    .format(moment)
    .split(/,? (?:at )?/);
  const date = orderedDate(weekday, day, month, year);
  return `${date} at ${timeWords(inZone(moment, timeZone), true)} ${zone}`;
}

/** "2026-03-03T14:05:09Z" for an ISO moment: no reader of a page wants its microseconds. */
export const machineMoment = (value: string) => `${new Date(value).toISOString().slice(0, 19)}Z`;
