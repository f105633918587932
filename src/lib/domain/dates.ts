import { dateWords } from './formats';
import { keptFormat } from './kept-format';

const isoDay = keptFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });

/** Whether a text names a time zone in which moments can be shown. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The day it is in an IANA time zone at a moment, as YYYY-MM-DD. */
export const todayIn = (timeZone: string, now: Date): string => isoDay(timeZone).format(now);

/** "Tue 3 Mar" for an ISO day, in the reader's order; with the year where `thisYear` is another one. A day that is none stays as it is written. */
export function formatDay(value: string, thisYear?: number): string {
  const date = new Date(`${value}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return value;
  return dateWords(date, thisYear !== undefined && date.getUTCFullYear() !== thisYear);
}
