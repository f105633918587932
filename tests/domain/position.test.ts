import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evenPositions, needsRespacing, positionBetween } from '../../src/lib/domain/position';

const end = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));

test('a position lies strictly between its neighbours, or the column has to be respaced', () => {
  fc.assert(
    fc.property(end, end, (one, other) => {
      const [before, after] = one !== null && other !== null && one > other ? [other, one] : [one, other];
      if (needsRespacing(before, after)) {
        expect(() => positionBetween(before, after)).toThrow(RangeError);
        return;
      }
      const position = positionBetween(before, after);
      expect(Number.isFinite(position)).toBe(true);
      if (before !== null) expect(position).toBeGreaterThan(before);
      if (after !== null) expect(position).toBeLessThan(after);
    }),
    { numRuns: 1000 },
  );
});

test('a thousand records put in at one place keep their order, with a respacing now and then', () => {
  fc.assert(
    fc.property(fc.nat(5), fc.boolean(), (place, above) => {
      let column = evenPositions(5).map((position, index) => ({ position, name: `old ${index}` }));
      const expected = column.map(({ name }) => name);
      let respaced = 0;
      for (let index = 0; index < 1000; index += 1) {
        const at = above ? place : Math.min(place + index, expected.length);
        const neighbours = () => [column[at - 1]?.position ?? null, column[at]?.position ?? null] as const;
        if (needsRespacing(...neighbours())) {
          const positions = evenPositions(column.length);
          column = column.map((one, row) => ({ ...one, position: positions[row]! }));
          respaced += 1;
        }
        const name = `new ${index}`;
        column.splice(at, 0, { position: positionBetween(...neighbours()), name });
        expected.splice(at, 0, name);
      }
      const inOrder = column.toSorted((one, other) => one.position - other.position).map(({ name }) => name);
      expect(inOrder).toEqual(expected);
      expect(new Set(column.map(({ position }) => position)).size).toBe(column.length);
      expect(respaced).toBeLessThan(30);
    }),
    { numRuns: 12 },
  );
});

test('two records that share a position ask for respacing', () => {
  expect(needsRespacing(0, 0)).toBe(true);
  expect(needsRespacing(null, null)).toBe(false);
});
