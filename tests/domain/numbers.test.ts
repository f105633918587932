import fc from 'fast-check';
import { expect, test } from 'vitest';
import { earlierIn } from '../../src/lib/domain/thread-part';
import { aPage } from '../../src/lib/domain/list-fields';
import { listOf } from '../../src/lib/domain/list-state';
import { parseHours } from '../../src/lib/domain/durations';
import { parseNumber } from '../../src/lib/domain/numbers';

test.each([
  ['32', 32],
  ['7.5', 7.5],
  ['7,5', 7.5],
  [' 7,25 ', 7.25],
  ['.5', 0.5],
  ['3.', 3],
  ['1,940', 1940],
  ['1,940.5', 1940.5],
  ['0', 0],
  ['007', 7],
])('%j is the number %d, in hours too', (typed, number) => {
  expect(parseNumber(typed)).toBe(number);
  expect(parseHours(typed)).toBe(number);
});

test.each([
  ...[
    '',
    ' ',
    '.',
    ',',
    '-1',
    '+1',
    '1e3',
    '0x10',
    '0b1',
    '0o7',
    'Infinity',
    'NaN',
    '7.5.5',
    '1,2,3',
    '７',
    '٧',
    '²',
  ],
  ...['½', '1_000', '1 000', '12px', 'null', '9'.repeat(25)],
])('%j is no number, and no hours', (typed) => {
  expect(parseNumber(typed)).toBeNull();
  expect(parseHours(typed)).toBeNull();
});

test('hours are a duration in other words: 7:30, 7 h 30 min, 450 min', () => {
  expect(['7:30', '7h 30', '450 min'].map(parseHours)).toEqual([7.5, 7.5, 7.5]);
});

test('whatever is typed, the answer is null or a finite number that is not negative', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,e+x -]{0,12}$/)), (typed) => {
      const number = parseNumber(typed);
      return number === null || (Number.isFinite(number) && number >= 0);
    }),
  );
});

test('an address names a page by its figures; anything else is the first', () => {
  const at = (text: string) =>
    new URL(`https://example.com/?page=${encodeURIComponent(text)}&earlier=${text}`);
  const pageIn = (url: URL) => listOf({ page: aPage() }).read(url).page;
  expect(['1', '400', '10000'].map((text) => pageIn(at(text)))).toEqual([1, 400, 10_000]);
  for (const text of [
    '',
    '0',
    '-1',
    '10001',
    '1e1',
    '0x10',
    '1.5',
    'Infinity',
    ' 2',
    '２',
    '9'.repeat(400),
  ]) {
    expect(pageIn(at(text))).toBe(1);
    expect(earlierIn(at(text))).toBe(0);
  }
});
