import { isDay } from '../days';
import { dateOrders, type DateOrder } from './fields';

const monthNames = [
  ['january', 'januar', 'jänner'],
  ['february', 'februar', 'feber'],
  ['march', 'märz', 'maerz', 'mrz'],
  ['april'],
  ['may', 'mai'],
  ['june', 'juni'],
  ['july', 'juli'],
  ['august'],
  ['september'],
  ['october', 'oktober'],
  ['november'],
  ['december', 'dezember'],
];

/** The number of a month by its English or German name, or at least three letters of it; 0 for no month. */
const monthNamed = (word: string) =>
  1 + monthNames.findIndex((names) => word.length >= 3 && names.some((name) => name.startsWith(word)));

const year = String.raw`(?<year>\d{4}|\d{2})`;
const namedMonth = String.raw`(?<month>\p{L}+)`;
const dayOfMonth = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th)?`;

const patterns: Record<DateOrder, readonly RegExp[]> = {
  iso: [
    /^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})(?:z|[+-]\d{2}:?\d{2})?$/,
    /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  ],
  day_first: [new RegExp(String.raw`^(?<day>\d{1,2})[./-] ?(?<month>\d{1,2})[./-] ?${year}$`)],
  month_first: [new RegExp(String.raw`^(?<month>\d{1,2})[./-] ?(?<day>\d{1,2})[./-] ?${year}$`)],
  month_named: [
    new RegExp(String.raw`^${dayOfMonth}(?: of )?[-/., ]*${namedMonth}[-/., ]+${year}$`, 'u'),
    new RegExp(String.raw`^${namedMonth}[-/. ]*${dayOfMonth}[-/., ]+${year}$`, 'u'),
    new RegExp(String.raw`^(?<year>\d{4})[-/., ]+${namedMonth}[-/. ]+${dayOfMonth}$`, 'u'),
  ],
};

const weekday =
  /^(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|mo|di|mi|do|fr|sa|so)[.,]* /;
const timeOfDay = /(?:[t ,]+(?:at |um )?\d{1,2}:\d{2}|(?<=\d)t\d{4,6}|[ ,]+\d{1,2} ?[ap]\.?m\b).*$/;

/** Longer texts are no date with its time and zone, and would take long to tell from one. */
const dateLength_max = 100;

/** A date as it is compared: in small letters, without its weekday, and without the time after it. */
const plain = (text: string) =>
  text
    .normalize('NFC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(weekday, '')
    .replace(timeOfDay, '');

/** Year, month and day of a text in one order, whether or not there is such a day; null where it is written in another way. */
function partsIn(text: string, order: DateOrder): [year: number, month: number, day: number] | null {
  if (text.length > dateLength_max) return null;
  const date = plain(text);
  for (const pattern of patterns[order]) {
    const { year: years, month = '', day } = pattern.exec(date)?.groups ?? {};
    if (years === undefined) continue;
    const monthNumber = order === 'month_named' ? monthNamed(month) : Number(month);
    if (order !== 'month_named' || monthNumber > 0)
      return [years.length === 2 ? 2000 + Number(years) : Number(years), monthNumber, Number(day)];
  }
  return null;
}

/** A year first or a month by its name reads in one way alone, so that a column of another order may have it, too. */
const partsOf = (text: string, order: DateOrder) =>
  partsIn(text, order) ?? partsIn(text, 'iso') ?? partsIn(text, 'month_named');

function isoOf(parts: ReturnType<typeof partsIn>): string | null {
  if (!parts) return null;
  const iso = parts.map((part, nth) => String(part).padStart(nth === 0 ? 4 : 2, '0')).join('-');
  const real = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : null;
}

const within = (day: string | null) => (day !== null && isDay(day) ? day : null);

/** A day as YYYY-MM-DD; null where the text is none in this order, or one that nobody may enter. A time after it is passed over. */
export const readDay = (text: string, order: DateOrder): string | null => within(calendarDay(text, order));

/** The same of any day of the calendar. */
export const calendarDay = (text: string, order: DateOrder): string | null => isoOf(partsOf(text, order));

/** Whether a text is written as a day is, be there such a day or not. */
export const looksLikeDay = (text: string, order: DateOrder): boolean => partsOf(text, order) !== null;

/**
 * How a column writes its dates: of orders that need it said the one that reads most of them, else the one that most are written in.
 * `ambiguous` where day and month could be either way round in every one; then the day is taken to come first.
 */
export function guessDateOrder(texts: readonly string[]): { order: DateOrder; ambiguous: boolean } {
  const filled = texts.filter((text) => text.trim() !== '');
  const dayIn = (text: string, order: DateOrder) => within(isoOf(partsIn(text, order)));
  const read = (order: DateOrder) => filled.filter((text) => dayIn(text, order) !== null).length;
  const counts = dateOrders.map((order) => ({ order, count: read(order) }));
  const needed = counts.filter(({ order, count }) => order.endsWith('_first') && count > 0);
  const best = (needed.length > 0 ? needed : counts).reduce((a, b) => (b.count > a.count ? b : a));
  const ambiguous =
    best.order === 'day_first' &&
    best.count === read('month_first') &&
    filled.some((text) => !text.includes('.')) &&
    filled.some((text) => dayIn(text, 'day_first') !== dayIn(text, 'month_first'));
  return { order: best.order, ambiguous };
}
