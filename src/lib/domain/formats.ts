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
  clockSign: string;
  decimalSign: string;
  groupSign: string;
  /** The least number of figures that is grouped: 5 where "1940" is written without a sign. */
  grouped_min: number;
  /** Groups of two before the last three figures, as in India: "12,34,567". */
  inLakhs: boolean;
};

export const british: Formats = {
  monthFirst: false,
  halves: null,
  clockSign: ':',
  decimalSign: '.',
  groupSign: ',',
  grouped_min: 4,
  inLakhs: false,
};

let ask = () => british;

/** The formats of the reader for whom a text is made. */
export const formats = (): Formats => ask();

/** Has `formats` ask this, which on the server has to tell one request from another. */
export const readFormatsFrom = (source: () => Formats): void => {
  ask = source;
};

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "3 Mar", "Tue 3 Mar" or "Tue 3 Mar 2026" in the reader's order, for the fields that a moment has in UTC. */
export function dateWords(at: Date, withYear: boolean, withWeekday = true): string {
  return orderedDate(
    withWeekday ? (weekdays[at.getUTCDay()] ?? '') : '',
    String(at.getUTCDate()),
    months[at.getUTCMonth()] ?? '',
    withYear ? String(at.getUTCFullYear()) : '',
  );
}

/** A date of these words, of which weekday and year may be empty. */
export function orderedDate(weekday: string, day: string, month: string, year: string): string {
  const { monthFirst } = formats();
  const date = monthFirst ? `${month} ${day}` : `${day} ${month}`;
  const sign = monthFirst ? ', ' : ' ';
  return [weekday, date, year].filter(Boolean).join(sign);
}

/** "Mar", or "Mar 2026". */
export const monthWords = (at: Date, withYear: boolean): string =>
  `${months[at.getUTCMonth()] ?? ''}${withYear ? ` ${at.getUTCFullYear()}` : ''}`;

const twoFigures = (value: number) => String(value).padStart(2, '0');

/** "14:05" or "2:05 PM", for the fields that a moment has in UTC; with its seconds where asked for. */
export function timeWords(at: Date, withSeconds = false): string {
  const { halves, clockSign } = formats();
  const hours = at.getUTCHours();
  const rest = [at.getUTCMinutes(), ...(withSeconds ? [at.getUTCSeconds()] : [])].map(twoFigures);
  const time = [halves ? hours % 12 || 12 : twoFigures(hours), ...rest].join(clockSign);
  return halves ? `${time} ${halves[hours < 12 ? 0 : 1]}` : time;
}

/** "1,940.5": with up to three figures after the sign, or as many as `fraction` says. */
export function formatNumber(value: number, fraction?: number): string {
  const { decimalSign, groupSign, grouped_min, inLakhs } = formats();
  const [whole = '', after] = (
    fraction === undefined ? String(Math.round(value * 1000) / 1000) : value.toFixed(fraction)
  ).split('.');
  const places = inLakhs ? /\B(?=(?:\d\d)*\d{3}$)/g : /\B(?=(?:\d{3})+$)/g;
  const figures = whole.replace('-', '').length < grouped_min ? whole : whole.replace(places, groupSign);
  return after ? `${figures}${decimalSign}${after}` : figures;
}

/** "42%". */
export const formatPercent = (percent: number): string => `${formatNumber(percent)}%`;
