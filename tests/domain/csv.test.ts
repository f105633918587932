import { expect, test } from 'vitest';
import { csvOf } from '../../src/lib/domain/csv.ts';

test('quotes what has to be quoted, and nothing else', () => {
  expect(
    csvOf(
      ['a', 'b'],
      [
        ['plain', 'with, comma'],
        ['say "so"', 'two\nlines'],
        [null, ''],
      ],
    ),
  ).toBe('a,b\r\nplain,"with, comma"\r\n"say ""so""","two\nlines"\r\n,\r\n');
});

test.each(['=1+1', '+1', '-1', '@here', '\tx', '\rx'])('takes the force of a formula from %j', (text) => {
  expect(csvOf(['a'], [[text]])).toContain(`'${text.trimEnd()}`);
});
