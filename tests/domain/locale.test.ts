/** By which locale somebody reads, and how its region writes, with the words of the screens. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formatDay, formatMoment, momentTitle } from '../../src/lib/components/ui/dates';
import { formatMinutes, parseMinutes, typedMinutes } from '../../src/lib/domain/durations';
import {
  british,
  formatNumber,
  formatPercent,
  formats,
  monthWords,
  readFormatsFrom,
} from '../../src/lib/domain/formats';
import { firstLanguage, formatsOf } from '../../src/lib/domain/locale';
import { plural } from '../../src/lib/domain/words';
import { accountUpdate, locales } from '../../src/lib/inputs/locale';

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-06-01T12:00:00Z') }));
afterEach(() => {
  vi.useRealTimers();
  readFormatsFrom(() => british);
});

const as = <T>(locale: string, write: () => T): T => {
  const own = formatsOf(locale);
  readFormatsFrom(() => own);
  return write();
};

const afternoon = '2026-03-03T14:05:09Z';
const number = () => [formatNumber(1940.5), formatNumber(1_234_567)];

describe('a region writes dates, times and numbers in its own way', () => {
  test.each([
    ['en-GB', 'Tue 3 Mar, 14:05', 'Mon 3 Mar 2025', ['1,940.5', '1,234,567']],
    ['en-US', 'Tue, Mar 3, 2:05 PM', 'Mon, Mar 3, 2025', ['1,940.5', '1,234,567']],
    ['en-CA', 'Tue, Mar 3, 2:05 p.m.', 'Mon, Mar 3, 2025', ['1,940.5', '1,234,567']],
    ['en-AU', 'Tue 3 Mar, 2:05 pm', 'Mon 3 Mar 2025', ['1,940.5', '1,234,567']],
    ['en-IE', 'Tue 3 Mar, 14:05', 'Mon 3 Mar 2025', ['1,940.5', '1,234,567']],
    ['en-IN', 'Tue 3 Mar, 2:05 pm', 'Mon 3 Mar 2025', ['1,940.5', '12,34,567']],
    ['de-DE', 'Tue 3 Mar, 14:05', 'Mon 3 Mar 2025', ['1.940,5', '1.234.567']],
    ['fr-FR', 'Tue 3 Mar, 14:05', 'Mon 3 Mar 2025', ['1\u202f940,5', '1\u202f234\u202f567']],
    ['nl-NL', 'Tue 3 Mar, 14:05', 'Mon 3 Mar 2025', ['1.940,5', '1.234.567']],
    ['de-CH', 'Tue 3 Mar, 14:05', 'Mon 3 Mar 2025', ['1’940.5', '1’234’567']],
    ['es-ES', 'Tue 3 Mar, 14:05', 'Mon 3 Mar 2025', ['1940,5', '1.234.567']],
    ['fi-FI', 'Tue 3 Mar, 14.05', 'Mon 3 Mar 2025', ['1\u00a0940,5', '1\u00a0234\u00a0567']],
    ['ko-KR', 'Tue, Mar 3, 2:05 PM', 'Mon, Mar 3, 2025', ['1,940.5', '1,234,567']],
    ['ar-EG', 'Tue 3 Mar, 2:05 PM', 'Mon 3 Mar 2025', ['1,940.5', '1,234,567']],
  ])('%s', (locale, moment, day, numbers) => {
    as(locale, () => {
      expect(formatMoment(afternoon, 'UTC', true)).toBe(moment);
      expect(formatDay('2025-03-03')).toBe(day);
      expect(number().map((text) => text.replaceAll("'", '’'))).toEqual(numbers);
    });
  });

  test('the British formats, which stand without a reader, are those of Britain', () => {
    expect(formats()).toEqual(formatsOf('en-GB'));
  });

  test('a language without a region is that of its likeliest one', () => {
    for (const [language, locale] of [
      ['en', 'en-US'],
      ['de', 'de-DE'],
      ['pt', 'pt-BR'],
      ['hi', 'hi-IN'],
    ] as const) {
      expect(new Intl.Locale(language).maximize().region, language).toBe(locale.slice(-2));
      expect(formatsOf(language), language).toEqual(formatsOf(locale));
    }
  });

  test.each(Object.keys(locales))('%s, which can be chosen, has signs for everything', (locale) => {
    const { decimal, group, clock } = formatsOf(locale);
    expect([decimal, group, clock].every((sign) => sign.length === 1)).toBe(true);
    expect(decimal).not.toBe(group);
    expect(firstLanguage(locale)).toBe(locale);
    expect(accountUpdate.parse({ locale })).toEqual({ locale });
  });

  test('midnight and noon are twelve where the clock counts to twelve', () => {
    const at = (time: string) => formatMoment(`2026-03-03T${time}:00Z`, 'UTC', true);
    as('en-US', () => {
      expect(['00:00', '00:59', '11:59', '12:00', '23:59'].map(at)).toEqual([
        'Tue, Mar 3, 12:00 AM',
        'Tue, Mar 3, 12:59 AM',
        'Tue, Mar 3, 11:59 AM',
        'Tue, Mar 3, 12:00 PM',
        'Tue, Mar 3, 11:59 PM',
      ]);
    });
    as('en-GB', () => expect(at('00:00')).toBe('Tue 3 Mar, 00:00'));
  });

  test('the full moment on a hover, and a month on an axis', () => {
    const full = () => momentTitle(afternoon, 'Europe/Berlin');
    expect(as('en-GB', full)).toBe('Tuesday 3 March 2026 at 15:05:09 CET');
    expect(as('en-US', full)).toBe('Tuesday, March 3, 2026 at 3:05:09 PM CET');
    expect(as('de-DE', () => monthWords(new Date(afternoon), true))).toBe('Mar 2026');
  });

  test('numbers of any size and sign', () => {
    expect([0, 7, 999, 1000, -1000, -999, 0.5, 1e6].map((value) => formatNumber(value))).toEqual(
      ['0', '7', '999', '1,000', '-1,000', '-999', '0.5', '1,000,000'], // prettier-ignore
    );
    expect(as('es-ES', () => [1000, 9999, 10_000, -9999].map((value) => formatNumber(value)))).toEqual(
      ['1000', '9999', '10.000', '-9999'], // prettier-ignore
    );
    expect(as('de-DE', () => [formatNumber(4, 1), formatPercent(42), plural(2000, 'task')])).toEqual(
      ['4,0', '42%', '2.000 tasks'], // prettier-ignore
    );
  });
});

describe('a duration in a field', () => {
  test.each(['en-GB', 'de-DE', 'fr-FR', 'de-CH', 'es-ES', 'en-IN'])(
    'is read back as it was, for a reader by %s',
    (locale) => {
      for (const minutes of [0, 45, 90, 60 * 1940, 60 * 1940 + 30, 60 * 99_999])
        expect(as(locale, () => parseMinutes(typedMinutes(minutes)))).toBe(minutes);
    },
  );

  test('is shown with the reader’s sign elsewhere', () => {
    expect(as('de-DE', () => formatMinutes(60 * 1940 + 30))).toBe('1.940 h 30 min');
  });
});

describe('the first language that a browser asks for', () => {
  test.each([
    ['en-GB', 'en-GB'],
    ['de-DE,de;q=0.9,en;q=0.8', 'de-DE'],
    ['de-de', 'de-DE'],
    [' en-US ; q=0.5 , de', 'en-US'],
    ['*', null],
    ['*, fr-FR', 'fr-FR'],
    ['xx-YY', null],
    ['xx-YY, en-AU', 'en-AU'],
    ['en-US;q=0, de-DE', 'de-DE'],
    ['en-US;q=0.000, de-DE', 'de-DE'],
    ['en-US;q=0.001, de-DE', 'en-US'],
    ['en-US-u-ca-buddhist-nu-thai', 'en-US'],
    ['ar-EG-u-nu-arab', 'ar-EG'],
    ['zh-Hant-TW', 'zh-Hant-TW'],
    ['es-419', 'es-419'],
    ['sl-rozaj-biske-1994', 'sl'],
    ['en-x-private', 'en'],
    ['x-private', null],
    ['i-klingon', null],
    ['en_US', null],
    ['e', null],
    ['', null],
    [null, null],
    [',;,=;q', null],
    ['<script>, en-IE', 'en-IE'],
    ['__proto__', null],
  ])('of %j is %j', (header, locale) => {
    expect(firstLanguage(header)).toBe(locale);
  });

  test('is not looked for beyond what browsers send', () => {
    expect(firstLanguage('x'.repeat(10_000))).toBe(null);
    expect(firstLanguage(`${'a'.repeat(10_000)}, de-DE`)).toBe(null);
    expect(firstLanguage(`${Array(20).fill('xx').join()}, de-DE`)).toBe(null);
    expect(firstLanguage('en-US,'.repeat(2000))).toBe('en-US');
  });
});

test('somebody chooses a locale of the list, or none', () => {
  for (const locale of ['', null, undefined])
    expect(accountUpdate.parse({ locale })).toEqual({ locale: null });
  for (const locale of [
    'xx-YY',
    'en-US-u-ca-buddhist',
    'en',
    '__proto__',
    'x'.repeat(10_000),
    5,
    ['en-GB', 'de-DE'],
  ])
    expect(accountUpdate.safeParse({ locale }).success, String(locale).slice(0, 30)).toBe(false);
});
