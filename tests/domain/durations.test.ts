import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMinutes, parseMinutes } from '../../src/lib/domain/durations';

test('every duration that is shown can be typed', () => {
  fc.assert(
    fc.property(fc.nat(6_000_000), (minutes) => parseMinutes(formatMinutes(minutes)) === minutes),
    { numRuns: 1000 },
  );
});

test.each([
  [135, '2 h 15 min'],
  [120, '2 h'],
  [116_400, '1,940 h'],
  [6_000_000, '100,000 h'],
  [45, '45 min'],
  [0, '0 min'],
  [59.6, '1 h'],
  [-90, '−1 h 30 min'],
])('%d minutes are told as %s', (minutes, words) => {
  expect(formatMinutes(minutes)).toBe(words);
});

test.each([
  ['2h 15', 135],
  ['2h15m', 135],
  ['2 h 15 min', 135],
  ['1:30', 90],
  ['1.5', 90],
  ['1,5', 90],
  ['1,25', 75],
  ['0,125', 8],
  ['1,940 h', 116_400],
  ['1,940 h 15 min', 116_415],
  ['100,000', 6_000_000],
  ['.5', 30],
  ['1.5 h', 90],
  ['3', 180],
  ['90m', 90],
  [' 90 MIN ', 90],
  ['2 hours', 120],
  ['0', 0],
])('%j is %d minutes', (typed, minutes) => {
  expect(parseMinutes(typed)).toBe(minutes);
});

test.each([
  '',
  'soon',
  '-1',
  '1:75',
  '1:3',
  '2h 75',
  '1.5.5',
  '.',
  '1e3',
  '100001',
  'Infinity',
  '1 2',
  '9'.repeat(100),
])('%j is no duration', (typed) => {
  expect(parseMinutes(typed)).toBeNull();
});

test('whatever is typed, the answer is null or a whole number of minutes that is not negative', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,: hm]{0,10}$/)), (typed) => {
      const minutes = parseMinutes(typed);
      return minutes === null || (Number.isInteger(minutes) && minutes >= 0);
    }),
  );
});
