import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvOf, unguarded } from '../../src/lib/domain/csv.ts';
import { csvResponse } from '../../src/lib/server/csv-response.ts';
import { textOf } from '../../src/lib/domain/import/text-of.ts';
import { readTable } from '../../src/lib/server/staff/imports/read-table.ts';
import { importedCells } from './support/spreadsheet.ts';

test('quotes what has to be quoted, and nothing else', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['plain', 'with, comma'],
        ['say "so"', 'two\nlines'],
        [null, ''],
        ['with; one', ' led by a blank'],
      ],
    ),
  ).toBe('a,b\r\nplain,"with, comma"\r\n"say ""so""","two\nlines"\r\n,\r\n"with; one"," led by a blank"\r\n');
});

test('writes numbers as they are, and nothing for what is no number', () => {
  expect(csvOf(['a', 'b', 'c'], [[-1.5, 0, NaN]])).toBe('a,b,c\r\n-1.5,0,\r\n');
});

describe('the guard against formulas', () => {
  test.each(['=1+1', '+1', '-1', '@here', '\tx', '\rx'])('takes the force from %j', (text) => {
    expect(csvOf(['a'], [[text]])).toContain(`'${text.trimEnd()}`);
  });

  test.each([
    ['x;=1+1', "x;'=1+1"],
    ['x;=1+1;y', "x;'=1+1;y"],
    ['x\t@SUM(A1)', "x\t'@SUM(A1)"],
    ['x|-1', "x|'-1"],
    ['x,+1', "x,'+1"],
    ['x\n=1', "x\n'=1"],
    ['x\r\n=1', "x\r\n'=1"],
    ['x;\n=1', "x;\n'=1"],
    [' =1', "' =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\u200b=1', "'\u200b=1"],
    ['\uFEFF=1', "'\uFEFF=1"],
    ['"=1', `'"=1`],
    ['x;"=1;y', `x;'"=1;y`],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['\u22121', "'\u22121"],
    ["'=1", "''=1"],
    ['a - b = c', 'a - b = c'],
    ['e-mail: me@example.com', 'e-mail: me@example.com'],
    ['x; y, z', 'x; y, z'],
    ["it's", "it's"],
  ])('%j becomes %j, and is read back', (text, guarded) => {
    const [, printed = ''] = /^a,b\r\n"?(.*?)"?,\r\n$/s.exec(csvOf(['a', 'b'], [[text, null]])) ?? [];
    expect(printed.replaceAll('""', '"')).toBe(guarded);
    expect(unguarded(guarded)).toBe(text);
  });

  /** Cells of the characters that matter, most likely side by side. */
  const texts = fc.oneof(
    fc.string({
      unit: fc.constantFrom(
        ...['=', '+', '-', '@', '＝', '－', '\u2212', ',', ';', '\t', '|', '\n', '\r', '"', "'", ' '],
        ...['\u00a0', '\u200b', 'a', '1', '\u2028'],
      ),
    }),
    fc.string({ unit: 'grapheme' }),
  );
  const tables = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(texts, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    );

  test('leaves no formula at the start of a cell, however a spreadsheet splits the file', () => {
    const isFormula = (text: string) => /^[=+\-@]/.test(text.normalize('NFKC').replaceAll('\u2212', '-'));
    fc.assert(
      fc.property(tables, (rows) => {
        const file = csvOf(['a'], rows);
        for (const { cell, how } of importedCells(file))
          if (isFormula(cell)) expect({ how, cell, file }).toBe('no formula');
      }),
      { numRuns: 2_000 },
    );
  });

  test('gives every text back, however many apostrophes it has', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const printed = csvOf(['a'], [[text]]).slice('a\r\n'.length, -'\r\n'.length);
        const cell = printed.startsWith('"') ? printed.slice(1, -1).replaceAll('""', '"') : printed;
        expect(unguarded(cell)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('a file that is sent begins with a byte order mark, ends its lines as RFC 4180 has them, and is read back as it was', async () => {
  const rows = [
    ['Größe', 'x;=1+1'],
    ["'=1", 'two\n- lines'],
    ['', ' kept '],
  ];
  const response = csvResponse('things.csv', ['Title', 'Text'], rows);
  const bytes = new Uint8Array(await response.arrayBuffer());
  expect([...bytes.slice(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 'T'.charCodeAt(0)]);
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="things.csv"',
    'cache-control': 'private, no-store',
  });
  const { text, encoding } = textOf(bytes);
  expect(encoding).toBe('utf-8');
  expect(text.replaceAll('\r\n', '').includes('\r')).toBe(false);
  expect(readTable(text).rows.map(({ cells }) => cells)).toEqual(rows);
});
