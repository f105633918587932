import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf } from '../../../src/lib/domain/csv.ts';
import { guessDateOrder, readDay } from '../../../src/lib/domain/import/days.ts';
import { importBytes } from '../../../src/lib/domain/import/limits.ts';
import { guessEstimateUnit, readMinutes } from '../../../src/lib/domain/import/minutes.ts';
import { textOf } from '../../../src/lib/domain/import/text-of.ts';
import { readTable } from '../../../src/lib/server/staff/imports/read-table.ts';

/** Cells as a file can hold them: line breaks are \n. */
const cell = fc
  .oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', ',', ';', '\n', "'", '=', '-', '\t', 'é', ' ') }),
  )
  .filter((text) => !/[\r\0]/.test(text));
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
    ['bars', 'Title|Status\nOne|Done'],
    ['the line of a spreadsheet', 'sep=;\nTitle;Status\nOne;Done'],
    ['another separator than the headings have most of', 'sep=\t\nTitle\tStatus\nOne\tDone'],
    ['a byte order mark before that line', '\uFEFF"sep=;"\r\nTitle;Status\r\nOne;Done'],
    ['blanks beside quotation marks', '"Title" , "Status"\n "One" ,"Done" \n'],
    ['headings with what nobody sees', '\u200bTitle\u00a0,\u00adSta\u200dtus\nOne,Done'],
    ['empty columns to the right', 'Title;Status;;\nOne;Done;;\n'],
    ['commas in lines above', 'u, v\nx, y, z\nTitle;Status\nOne;Done'],
    ['lines above the headings', 'All tasks\n\nOn,1 March\nTitle,Status\nOne,Done'],
    ['more separators in a text than between cells', '"Some, and, more; of it"\n\nTitle;Status\nOne;Done'],
    ['quoted separators in the headings', '"Title";"Status"\n"One";Done'],
  ])('takes %s', (_, text) => {
    const { headings, rows } = readTable(text);
    expect(headings).toEqual(['Title', 'Status']);
    expect(rows.map(({ cells }) => cells.slice(0, 2))).toEqual([['One', 'Done']]);
  });

  test('numbers rows as a spreadsheet does, blank ones and line breaks included', () => {
    const { rows } = readTable('Title,Text\nOne,"a\nb"\n\n,\nTwo,c\n');
    expect(rows.map(({ number }) => number)).toEqual([2, 5]);
  });

  test.each([
    ['', /no rows/],
    ['Title\n', /column names but no rows/],
    ['Title,Text\nOne,"open\nand on', /never closed/],
    ['Title,Text\nOne,say "so"\n', /Line 2 has a stray quotation mark/],
    ['PK\u0003\u0004\0', /isn't a CSV file/],
    [`Title\n${'One\n'.repeat(2001)}`, /2,000 rows/],
  ])('refuses %j with a sentence', (text, sentence) => {
    expect(() => readTable(text)).toThrow(sentence);
  });

  test('takes 2,000 rows', () => {
    expect(readTable(`Title\n${'One\n'.repeat(2000)}`).rows.length).toBe(2000);
  });

  const blank = ['', ',', ' , ', '"",""', ' "" , "" ', '\u00a0,\u200b', '"\u2060\u3000",\ufeff'];
  test('drops rows of which nothing is seen before it counts them, and numbers the others as the file does', () => {
    const { rows } = readTable(
      `Title,Status\n${blank.map((line) => `${line}\n`).join('')}One,Done\n${',\n'.repeat(9_000)}Two,\n`,
    );
    expect(rows.map(({ number, cells }) => [number, cells[0]])).toEqual([
      [2 + blank.length, 'One'],
      [3 + blank.length + 9_000, 'Two'],
    ]);
  });

  test('refuses a row of more cells than are read, unless nothing stands in them', () => {
    const wide = (end: string) => `Title,Status\nOne${','.repeat(1_000)}${end}\n`;
    expect(readTable(wide('')).rows.length).toBe(1);
    expect(() => readTable(wide('x'))).toThrow('Row 2 has 1,001 values. The limit is 1,000.');
  });

  test('goes by the separator that the first line tells, whatever stands more often', () => {
    const { headings, rows } = readTable('sep=|\nA, b, c|D\n1, 2, 3|x\n', 1);
    expect([headings, rows[0]?.cells]).toEqual([
      ['A, b, c', 'D'],
      ['1, 2, 3', 'x'],
    ]);
  });

  test('counts lines as the file has them where the separator is told in the first', () => {
    expect(() => readTable('sep=;\nTitle;Text\nOne;"open')).toThrow('opened on line 3');
  });

  test('drops blank rows of our own files, whose blanks are guarded', () => {
    const { rows } = readTable(
      csvOf(
        ['Title', 'Text'],
        [
          ['\n', '\t'],
          ['', '!'],
        ],
      ),
    );
    expect(rows).toEqual([{ number: 3, cells: ['', '!'] }]);
  });

  test('takes away the apostrophes of our own files alone', () => {
    const cells = (text: string) => readTable(text).rows.map((row) => row.cells);
    expect(cells(csvOf(['Title', 'Text'], [['x;=1', "''=2"]]))).toEqual([['x;=1', "''=2"]]);
    expect(cells('Title,Text\n"cut -d,\'-f2",- one\n')).toEqual([["cut -d,'-f2", '- one']]);
    expect(cells("Title,Text\n'=1+1,- one\n")).toEqual([['=1+1', '- one']]);
  });
});

describe('the row of the headings', () => {
  const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
  test.each([
    ['the first', lines('Title,Status', 'One,Done'), 1],
    ['below a title', lines('Tasks of March', 'Title,Status', 'One,Done'), 2],
    ['below a title and a blank row', lines('Tasks,', ',', 'Title,Status', 'One,Done'), 3],
    [
      'below lines of several cells',
      lines('Owner,Ada', 'On,1 March', 'Summary,Issue key,Status', 'One,A-1,Done'),
      3,
    ],
    ['in another language below a title', lines('Rapport de mars', 'Titre,Statut', 'Un,Fini'), 2],
    ['in another language', lines('Titre,Statut', 'Un,Fini'), 1],
    [
      'though a row holds words that are headings elsewhere',
      lines('Titre,Genre', 'One,Task', 'Two,Story'),
      1,
    ],
    ['none, where the first row has a date', lines('One,Done,2026-03-31', 'Two,New,2026-04-01'), 0],
    ['none, where the first row has a number', lines('One,12', 'Two,8'), 0],
    ['the one of a file of one column', lines('Title', 'One; two', 'Three; four'), 1],
  ])('is %s', (_, text, row) => {
    const table = readTable(text);
    expect(table.headingsRow).toBe(row);
  });

  test('is the one that was chosen, and rows above it are not read', () => {
    const text = lines('Title,Status', 'Titre,Statut', 'Un,Fini');
    const read = (row: number) => {
      const { headings, rows, headingsRow } = readTable(text, row);
      return { headings, headingsRow, numbers: rows.map(({ number }) => number) };
    };
    expect(read(2)).toEqual({ headings: ['Titre', 'Statut'], headingsRow: 2, numbers: [3] });
    expect(read(0)).toEqual({ headings: ['', ''], headingsRow: 0, numbers: [1, 2, 3] });
    expect(() => readTable(text, 3)).toThrow('column names but no rows');
    expect(() => readTable(text, 4)).toThrow("Row 4 can't hold the column names. Choose another row.");
  });

  test('may hold a heading twice', () => {
    expect(readTable(lines('Title,Labels,Labels', 'One,a,b')).headings).toEqual([
      'Title',
      'Labels',
      'Labels',
    ]);
  });
});

describe('the text of a file', () => {
  test.each([
    ['utf-8', new TextEncoder().encode('Prüfung')],
    ['utf-8', new TextEncoder().encode('\uFEFFPrüfung')],
    ['utf-16', Buffer.from('\uFEFFPrüfung', 'utf16le')],
    ['utf-16', Buffer.from('\uFEFFPrüfung', 'utf16le').swap16()],
    ['utf-16', Buffer.from('Prüfung', 'utf16le')],
    ['utf-16', Buffer.from('Prüfung', 'utf16le').swap16()],
    ['windows-1252', Buffer.from('Prüfung', 'latin1')],
  ])('is read from %s, which is told', (encoding, bytes) => {
    expect(textOf(bytes)).toEqual({ text: 'Prüfung', encoding });
  });

  test('comes back from UTF-16 in either order and with or without its mark, in any script', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'é', 'Ж', '件', 'ไ', '😀', ',', ';', '\n', '"') });
    fc.assert(
      fc.property(letters, fc.boolean(), fc.boolean(), (words, isMarked, isSwapped) => {
        const text = `Title,Status\n${words}`;
        const bytes = Buffer.from(isMarked ? `\uFEFF${text}` : text, 'utf16le');
        expect(textOf(isSwapped ? bytes.swap16() : bytes)).toEqual({ text, encoding: 'utf-16' });
      }),
    );
  });

  test.each([
    ['a sheet that is no text', Buffer.from('PK\u0003\u0004\u0014\0\u0006\0\u0008\0', 'latin1')],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x54, 0, 0, 0])],
  ])('of %s is refused', (_, bytes) => {
    expect(() => readTable(textOf(bytes).text)).toThrow("This isn't a CSV file");
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
    ['September 1, 2026', 'month_named', '2026-09-01'],
    ['Sep 1, 2026', 'month_named', '2026-09-01'],
    ['Sept. 1st, 2026', 'month_named', '2026-09-01'],
    ['Tuesday, September 1, 2026 at 3:04 PM', 'month_named', '2026-09-01'],
    ['Tue Sep 01 2026 15:04:00 GMT+0200', 'month_named', '2026-09-01'],
    ['1 September 2026', 'month_named', '2026-09-01'],
    ['1. September 2026', 'month_named', '2026-09-01'],
    ['1-Sep-26', 'month_named', '2026-09-01'],
    ['01/Sep/26 3:04 PM', 'month_named', '2026-09-01'],
    ['01/Sep/26 3:04\u202fPM', 'month_named', '2026-09-01'],
    ['1. März 2026', 'month_named', '2026-03-01'],
    ['1. Ma\u0308rz 2026', 'month_named', '2026-03-01'],
    ['Dez 24 2026', 'month_named', '2026-12-24'],
    ['2026-Sep-01', 'month_named', '2026-09-01'],
    ['Marvin 1, 2026', 'month_named', null],
    ['September 31, 2026', 'month_named', null],
    ['Se 1, 2026', 'month_named', null],
    ['2026-09-01T15:04:05+02:00', 'iso', '2026-09-01'],
    ['2026-09-01 15:04:05.000 UTC', 'iso', '2026-09-01'],
    ['2026-09-01+02:00', 'iso', '2026-09-01'],
    ['20260901T130405Z', 'iso', '2026-09-01'],
    ['2026/9/1', 'iso', '2026-09-01'],
    ['1/9/2026 15:04', 'day_first', '2026-09-01'],
    ['9/1/26, 3 PM', 'month_first', '2026-09-01'],
    ['31. 3. 2026', 'day_first', '2026-03-31'],
    // Written in one way alone, whatever the others of its column are.
    ['2026-09-01', 'day_first', '2026-09-01'],
    ['1 Sep 2026', 'month_first', '2026-09-01'],
    ['1 Sep 1999', 'month_named', null],
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
    [['September 1, 2026', '2 Sep 2026'], 'month_named', false],
    [['2026-09-01', '2026-09-02', '31/03/2026'], 'day_first', false],
    [['2026-09-01', '01/02/2026'], 'day_first', true],
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
