import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from '../../../src/lib/domain/csv.ts';
import { guessDateOrder, readDay } from '../../../src/lib/domain/import/days.ts';
import { importBytes } from '../../../src/lib/domain/import/limits.ts';
import { guessEstimateUnit, readMinutes } from '../../../src/lib/domain/import/minutes.ts';
import { textOf } from '../../../src/lib/domain/import/text-of.ts';
import { readTable } from '../../../src/lib/server/staff/imports/read-table.ts';

/** Cells as a file can hold them: line breaks are \n, and no apostrophe stands where the guard against formulas does. */
const cell = fc
  .oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', "'", '=', '-', '\t', 'é', ' ') }),
  )
  .filter((text) => !/[\r\0]/.test(text) && !/^'[=+\-@\t]/.test(text) && !text.startsWith('\uFEFF'));
const filled = (row: string[]) => row.some((text) => text.trim() !== '');

describe('reading a table', () => {
  test('gives back what was printed', () => {
    const tables = fc
      .integer({ min: 2, max: 6 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(tables, (rows) => {
        const kept = rows.filter(filled);
        fc.pre(kept.length > 0);
        const headings = kept[0]!.map((_, nth) => `Heading ${nth}`);
        const table = readTable(csvOf(headings, rows));
        expect(table.headings).toEqual(headings);
        expect(table.rows.map(({ cells }) => cells)).toEqual(kept);
      }),
    );
  });

  test.each([
    ['commas', 'Title,Status\nOne,Done\n'],
    ['semicolons', 'Title;Status\r\nOne;Done\r\n'],
    ['tabs', 'Title\tStatus\nOne\tDone'],
    ['a byte order mark', '\uFEFFTitle,Status\nOne,Done'],
    ['old line ends', 'Title,Status\rOne,Done\r'],
    ['the line of a spreadsheet', 'sep=;\nTitle;Status\nOne;Done'],
    ['quoted separators in the headings', '"Title";"Status"\n"One";Done'],
  ])('takes %s', (_, text) => {
    const { headings, rows } = readTable(text);
    expect(headings).toEqual(['Title', 'Status']);
    expect(rows.map(({ cells }) => cells)).toEqual([['One', 'Done']]);
  });

  test('numbers rows as a spreadsheet does, blank ones and line breaks included', () => {
    const { rows } = readTable('Title,Text\nOne,"a\nb"\n\n,\nTwo,c\n');
    expect(rows.map(({ number }) => number)).toEqual([2, 5]);
  });

  test.each([
    ['', /no row below/],
    ['Title\n', /no row below/],
    ['Title,Text\nOne,"open\nand on', /quotation mark is not closed/],
    ['Title,Text\nOne,say "so"\n', /quotation mark in line 2/],
    ['PK\u0003\u0004\0', /no text/],
    [`Title\n${'One\n'.repeat(2001)}`, /2,000 rows/],
  ])('refuses %j with a sentence', (text, sentence) => {
    expect(() => readTable(text)).toThrow(sentence);
  });

  test('takes 2,000 rows', () => {
    expect(readTable(`Title\n${'One\n'.repeat(2000)}`).rows.length).toBe(2000);
  });
});

describe('the text of a file', () => {
  test.each([
    ['utf-8', new TextEncoder().encode('Prüfung')],
    ['utf-16', Buffer.from('\uFEFFPrüfung', 'utf16le')],
    ['windows-1252', Buffer.from('Prüfung', 'latin1')],
  ])('is read from %s, which is told', (encoding, bytes) => {
    expect(textOf(bytes)).toEqual({ text: 'Prüfung', encoding });
  });

  test('counts a line break as the two bytes it travels as', () => {
    expect(importBytes('ä\nb\r\nc')).toBe(8);
  });
});

describe('dates', () => {
  test.each([
    ['2026-03-31', 'iso', '2026-03-31'],
    ['2026-03-31 16:02', 'iso', '2026-03-31'],
    ['2026-03-31T16:02:11Z', 'iso', '2026-03-31'],
    ['31.3.2026', 'day_first', '2026-03-31'],
    ['31/03/26', 'day_first', '2026-03-31'],
    ['03/31/2026', 'month_first', '2026-03-31'],
    ['03/Mar/26 9:14 AM', 'month_named', '2026-03-03'],
    ['3 March 2026', 'month_named', '2026-03-03'],
    ['31.02.2026', 'day_first', null],
    ['03/31/2026', 'day_first', null],
    ['soon', 'iso', null],
  ] as const)('%s as %s', (text, order, day) => {
    expect(readDay(text, order)).toBe(day);
  });

  const written = {
    iso: (y: string, m: string, d: string) => `${y}-${m}-${d}`,
    day_first: (y: string, m: string, d: string) => `${d}.${m}.${y}`,
    month_first: (y: string, m: string, d: string) => `${m}/${d}/${y}`,
  };
  test('every day comes back from every order it is written in', () => {
    const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom('iso', 'day_first', 'month_first'), (date, order) => {
        const day = date.toISOString().slice(0, 10);
        const [y = '', m = '', d = ''] = day.split('-');
        expect(readDay(written[order](y, m, d), order)).toBe(day);
      }),
    );
  });

  test.each([
    [['2026-03-31', ''], 'iso', false],
    [['31.03.2026', '01.02.2026'], 'day_first', false],
    [['01.02.2026'], 'day_first', false],
    [['03/31/2026', '01/02/2026'], 'month_first', false],
    [['31/03/2026', '01/02/2026'], 'day_first', false],
    [['01/02/2026', '03/04/2026'], 'day_first', true],
    [['03/Mar/26 9:14 AM'], 'month_named', false],
    [[], 'iso', false],
  ] as const)('the order of %j is %s, ambiguous: %s', (texts, order, ambiguous) => {
    expect(guessDateOrder(texts)).toEqual({ order, ambiguous });
  });
});

describe('estimates', () => {
  test.each([
    ['28800', 'seconds', 480],
    ['12.5', 'hours', 750],
    ['12,5', 'hours', 750],
    ['90', 'minutes', 90],
    ['1,500', 'minutes', 1500],
    ['1,500.5', 'minutes', 1501],
    ['1.5.5', 'hours', null],
    ['1e2', 'hours', null],
    ['0x10', 'hours', null],
    ['2h 30m', 'seconds', 150],
    ['38h', 'seconds', 2280],
    ['45 min', 'hours', 45],
    ['8:30', 'hours', 510],
    ['an hour', 'hours', null],
    ['-1', 'hours', null],
    ['1d', 'hours', null],
    ['', 'hours', null],
    ['100000', 'hours', null],
  ] as const)('%s in %s', (text, unit, minutes) => {
    expect(readMinutes(text, unit)).toBe(minutes);
  });

  test('the heading tells the unit', () => {
    expect(guessEstimateUnit('Original estimate')).toBe('seconds');
    expect(guessEstimateUnit('Estimated time')).toBe('hours');
    expect(guessEstimateUnit('Estimate (minutes)')).toBe('minutes');
  });
});
