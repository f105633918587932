import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedDirections } from '../../src/lib/domain/direction';

test.each([
  ['plain', 'plain'],
  ['עברית\u200f', 'עברית\u200f'],
  ['end\u202e', 'end\u202e\u202c'],
  ['\u2067a\u202eb', '\u2067a\u202eb\u202c\u2069'],
  ['\u2067a\u202eb\u2069c', '\u2067a\u202eb\u2069c'],
  ['\u2069\u202c\u202ea', '\u202ea\u202c'],
  ['a\u202b\nb\u202ac', 'a\u202b\u202c\nb\u202ac\u202c'],
])('%j is shown as %j', (given, shown) => {
  expect(closedDirections(given)).toBe(shown);
});

describe('any text of letters and marks', () => {
  const texts = fc
    .array(
      fc.constantFrom(
        ...['a', '\n', '\u200e', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e'],
        ...['\u2066', '\u2067', '\u2068', '\u2069'],
      ),
      { maxLength: 24 },
    )
    .map((all) => all.join(''));

  test('keeps its letters and lines, and is closed for good', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const closed = closedDirections(text);
        expect(closed.replaceAll(/[^a\n]/g, '')).toBe(text.replaceAll(/[^a\n]/g, ''));
        expect(closedDirections(closed)).toBe(closed);
        for (const line of closed.split('\n'))
          expect((line.match(/[\u2066-\u2068]/g) ?? []).length).toBe((line.match(/\u2069/g) ?? []).length);
      }),
    );
  });
});
