/** By which locale somebody reads, and how that locale's region writes dates, times and numbers. */
import type { Formats } from './formats';

/** More of the header, or more languages, than any browser sends are not looked at. */
const header_max = 1000;
const languages_max = 20;

/** A language, perhaps a script, perhaps a region; what follows would ask for another calendar or other figures. */
const wellFormed = /^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?=-|$)/i;

/** The locale of a language tag without its extensions and variants; null for one that Intl has no data of. */
function known(tag: string): string | null {
  const [plain] = wellFormed.exec(tag) ?? [];
  return (plain && Intl.DateTimeFormat.supportedLocalesOf(plain)[0]) ?? null;
}

/** The first language of an Accept-Language header that Intl knows and that is not refused by `q=0`; null without any. */
export function firstLanguage(header: string | null): string | null {
  for (const range of (header ?? '').slice(0, header_max).split(',').slice(0, languages_max)) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
    const isRefused = parameters.some((parameter) => /^q=0(?:\.0*)?$/i.test(parameter));
    const locale = isRefused ? null : known(tag);
    if (locale) return locale;
  }
  return null;
}

/** A Thursday afternoon, whose date and time are read for the order of their parts. */
const sample = Date.UTC(2026, 8, 3, 14, 5);

/**
 * How a locale writes, with the latin figures and the calendar of the screens. A language without a region counts as that of its likeliest
 * one. Of a language that is not English the words for the halves of the day are English.
 */
export function formatsOf(locale: string): Formats {
  const plain = { calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' } as const;
  const date = new Intl.DateTimeFormat(locale, { ...plain, day: 'numeric', month: 'short' });
  const time = new Intl.DateTimeFormat(locale, { ...plain, hour: 'numeric', minute: '2-digit' });
  const number = new Intl.NumberFormat(locale, { numberingSystem: 'latn' });
  const [first] = date.formatToParts(sample).filter(({ type }) => type === 'day' || type === 'month');
  const literals = time.formatToParts(sample).filter(({ type }) => type === 'literal');
  const partsOf = (value: number) => number.formatToParts(value);
  const signOf = (type: 'decimal' | 'group') =>
    partsOf(1_234_567.5).find((part) => part.type === type)?.value ?? '';
  return {
    monthFirst: first?.type === 'month',
    halves: time.resolvedOptions().hour12 ? halvesOf(locale, time) : null,
    clock: literals[0]?.value === '.' ? '.' : ':',
    decimal: signOf('decimal'),
    group: signOf('group'),
    from: partsOf(1234).some(({ type }) => type === 'group') ? 1000 : 10_000,
    size: partsOf(1_234_567)[2]?.value.length ?? 3,
  };
}

function halvesOf(locale: string, time: Intl.DateTimeFormat): [string, string] {
  if (!locale.startsWith('en')) return ['AM', 'PM'];
  const wordOf = (moment: number) =>
    time.formatToParts(moment).find(({ type }) => type === 'dayPeriod')?.value ?? '';
  return [wordOf(Date.UTC(2026, 8, 3, 2)), wordOf(sample)];
}
