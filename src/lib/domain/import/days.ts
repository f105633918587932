import { isDay } from '../days';
import type { DateOrder } from './fields';

const months: Record<string, number> = {
  ...{ jan: 1, feb: 2, mar: 3, mär: 3, mrz: 3, apr: 4, may: 5, mai: 5, jun: 6, jul: 7, aug: 8, sep: 9 },
  ...{ oct: 10, okt: 10, nov: 11, dec: 12, dez: 12 },
};

const patterns: Record<DateOrder, RegExp> = {
  iso: /^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})$/,
  day_first: /^(?<day>\d{1,2})[./-](?<month>\d{1,2})[./-](?<year>\d{4}|\d{2})$/,
  month_first: /^(?<month>\d{1,2})[./-](?<day>\d{1,2})[./-](?<year>\d{4}|\d{2})$/,
  month_named: /^(?<day>\d{1,2})[-/. ]+(?<month>\p{L}{3})\p{L}*[-/. ]+(?<year>\d{4}|\d{2})$/u,
};

/** A day as YYYY-MM-DD; null where the text is none in this order, or one that nobody may enter. A time after it is passed over. */
export function readDay(text: string, order: DateOrder): string | null {
  const day = calendarDay(text, order);
  return day !== null && isDay(day) ? day : null;
}

/** The same of any day of the calendar. */
export function calendarDay(text: string, order: DateOrder): string | null {
  const date = text.trim().replace(/[T ,]+\d{1,2}:\d{2}.*$/, '');
  const found = patterns[order].exec(date)?.groups;
  if (!found) return null;
  const { day = '', month = '', year = '' } = found;
  const numbers = [
    year.length === 2 ? 2000 + Number(year) : Number(year),
    order === 'month_named' ? (months[month.toLowerCase()] ?? 0) : Number(month),
    Number(day),
  ] as const;
  const iso = numbers.map((part, nth) => String(part).padStart(nth === 0 ? 4 : 2, '0')).join('-');
  const real = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : null;
}

/**
 * How a column writes its dates: the order that reads most of them. `ambiguous` where day and month could be either way
 * round in every one; then the day is taken to come first.
 */
export function guessDateOrder(texts: readonly string[]): { order: DateOrder; ambiguous: boolean } {
  const filled = texts.filter((text) => text.trim() !== '');
  const read = (order: DateOrder) => filled.filter((text) => readDay(text, order) !== null).length;
  const orders = (['iso', 'month_named', 'day_first', 'month_first'] as const).map((order) => ({
    order,
    count: read(order),
  }));
  const best = orders.reduce((a, b) => (b.count > a.count ? b : a));
  const ambiguous =
    best.order === 'day_first' &&
    best.count === read('month_first') &&
    filled.some((text) => !text.includes('.')) &&
    filled.some((text) => readDay(text, 'day_first') !== readDay(text, 'month_first'));
  return { order: best.order, ambiguous };
}
