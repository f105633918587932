import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backOff_s } from '../../src/lib/domain/back-off.ts';

const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

test('each wait is longer than the one before, whatever chance says, until an hour is reached', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 }), random, random, (attempt, one, other) => {
      expect(backOff_s(attempt + 1, other)).toBeGreaterThan(backOff_s(attempt, one));
    }),
  );
});

test('from a second to an hour, however often it failed, and not alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100_000 }), random, (attempt, chance) => {
      const wait_s = backOff_s(attempt, chance);
      expect(wait_s).toBeGreaterThan(1);
      expect(wait_s).toBeLessThanOrEqual(3_600);
    }),
  );
  expect(
    [1, 2, 3, 11, 12, 99].map((attempt) => backOff_s(attempt, 1 - Number.EPSILON)).map(Math.round),
  ).toEqual([2, 4, 8, 2_048, 3_600, 3_600]);
  expect(backOff_s(5, 0)).toBe(24);
});
