import fc from 'fast-check';
import { expect, test } from 'vitest';
import { progressOf } from '../../src/lib/domain/progress';

const counts = fc.nat(10_000).chain((total) => fc.record({ total: fc.constant(total), done: fc.nat(total) }));

test('100 means that all is done, and nothing else does', () => {
  fc.assert(
    fc.property(
      counts,
      ({ done, total }) => (progressOf({ done, total }).percent === 100) === (total > 0 && done === total),
    ),
  );
});

test('0 means that nothing is done', () => {
  fc.assert(
    fc.property(counts, ({ done, total }) => (progressOf({ done, total }).percent === 0) === (done === 0)),
  );
});

test('finishing one more never lowers the percentage', () => {
  fc.assert(
    fc.property(counts, ({ done, total }) => {
      fc.pre(done < total);
      return progressOf({ done: done + 1, total }).percent >= progressOf({ done, total }).percent;
    }),
  );
});

test('21 of 50 is 42 %', () => {
  expect(progressOf({ done: 21, total: 50 })).toEqual({ done: 21, total: 50, percent: 42 });
});
