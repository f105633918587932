/**
 * How the reader's region writes dates, times and numbers. The words are English everywhere, as the screens are; their order and the signs
 * are the region's. They are worked out on the server alone (locale.ts) and handed to the browser, since two versions of Intl need not
 * agree on a locale, and a page must not change its text when its scripts start.
 */
export type Formats = {
  /** "Mar 3" in place of "3 Mar". */
  monthFirst: boolean;
  /** The words for the two halves of the day, where a clock counts to twelve: "2:05 PM". */
  halves: readonly [am: string, pm: string] | null;
  /** Stands between hours and minutes. */
  clock: string;
  /** Stands before a fraction. */
  decimal: string;
  /** Stands between groups of figures. */
  group: string;
  /** The least number that has groups: 10,000 where 1940 is written without a sign. */
  from: number;
  /** How many figures a group has before the last one, which has three: two in India, as in "12,34,567". */
  size: number;
};

export const british: Formats = {
  monthFirst: false,
  halves: null,
  clock: ':',
  decimal: '.',
  group: ',',
  from: 1000,
  size: 3,
};

let ask: () => Formats | undefined = () => undefined;

/** The formats of the reader for whom a text is made; without one, those of Britain. */
export const formats = (): Formats => ask() ?? british;

/** Has `formats` ask this, which on the server has to tell one request from another. */
export const readFormatsFrom = (source: typeof ask): void => {
  ask = source;
};

/** Weekday, day and month in the words that ECMAScript itself lays down: "Tue, 03 Mar 2026 14:05:09 GMT". */
const wordsOf = (at: Date) => at.toUTCString().split(/,? /);

/** "3 Mar", "Tue 3 Mar" or "Tue 3 Mar 2026" in the reader's order, for the fields that a moment has in UTC. */
export function dateWords(at: Date, withYear: boolean, withWeekday = true): string {
  const [weekday, , month] = wordsOf(at);
  return orderedDate(withWeekday && weekday, at.getUTCDate(), month, withYear && at.getUTCFullYear());
}

/** A date of these parts, of which weekday and year may be missing. */
export function orderedDate(
  weekday: string | false | undefined,
  day: number | string | undefined,
  month: string | undefined,
  year: number | string | false | undefined,
): string {
  const { monthFirst } = formats();
  const date = monthFirst ? `${month} ${day}` : `${day} ${month}`;
  return [weekday, date, year].filter(Boolean).join(monthFirst ? ', ' : ' ');
}

/** "Mar", or "Mar 2026". */
export const monthWords = (at: Date, withYear: boolean): string =>
  `${wordsOf(at)[2]}${withYear ? ` ${at.getUTCFullYear()}` : ''}`;

/** "14:05" or "2:05 PM", for the fields that a moment has in UTC; with its seconds where asked for. */
export function timeWords(at: Date, withSeconds = false): string {
  const { halves, clock } = formats();
  const [hours, ...rest] = at
    .toISOString()
    .slice(11, withSeconds ? 19 : 16)
    .split(':');
  const hour = at.getUTCHours();
  const time = [halves ? hour % 12 || 12 : hours, ...rest].join(clock);
  return halves ? `${time} ${halves[hour < 12 ? 0 : 1]}` : time;
}

/** "1,940.5": with all its figures after the sign, or as many as `fraction` says. */
export function formatNumber(value: number, fraction?: number): string {
  const { decimal, group, from, size } = formats();
  const [whole = '', after] = (fraction === undefined ? String(value) : value.toFixed(fraction)).split('.');
  const places = new RegExp(`\\B(?=(\\d{${size}})*\\d{3}$)`, 'g');
  const figures = Math.abs(value) < from ? whole : whole.replace(places, group);
  return after ? figures + decimal + after : figures;
}

/** "42%". */
export const formatPercent = (percent: number): string => `${formatNumber(percent)}%`;
