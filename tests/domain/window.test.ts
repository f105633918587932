import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf } from '$lib/domain/list-fields';
import { listOf } from '$lib/domain/list-state';
import {
  columns,
  earlierOf,
  firstWindow,
  isColumn,
  moreOf,
  widened,
  windowMax,
  windowOf,
  windowText,
  type Window,
} from '$lib/domain/window';

const size = ({ from, to }: Window) => to - from;
const any = fc
  .record({ from: fc.nat(100_000), length: fc.integer({ min: 1, max: windowMax }) })
  .map(({ from, length }): Window => ({ from, to: from + length }));

test('"more" from the first part on shows every item, never more at once than there is room for', () => {
  fc.assert(
    fc.property(fc.nat(5000), (total) => {
      const seen = new Set<number>();
      for (let window: Window | null = firstWindow; window; window = moreOf(window, total)) {
        expect(size(window)).toBeLessThanOrEqual(200);
        for (let nth = window.from; nth < Math.min(window.to, total); nth += 1) seen.add(nth);
      }
      expect(seen.size).toBe(total);
    }),
    { numRuns: 40 },
  );
});

test('"more" and "earlier" leave no gap to what is shown, and "earlier" ends at the start', () => {
  fc.assert(
    fc.property(any, fc.nat(100_000), (window, total) => {
      const more = moreOf(window, total);
      if (more) expect(more.from).toBeLessThanOrEqual(window.to);
      let at: Window = window;
      for (let steps = 0; at.from > 0; steps += 1) {
        const earlier: Window = earlierOf(at, total)!;
        expect(earlier.from).toBeLessThan(at.from);
        if (at.from < total) expect(earlier.to).toBeGreaterThanOrEqual(at.from);
        expect(size(earlier)).toBeLessThanOrEqual(windowMax);
        at = earlier;
        expect(steps).toBeLessThan(3000);
      }
      expect(earlierOf(at, total)).toBeNull();
    }),
  );
});

test('"earlier" from behind the end shows the last items at once', () => {
  expect(earlierOf({ from: 1000, to: 1200 }, 20)).toEqual({ from: 0, to: 200 });
});

test('an item put behind the last one is within the window, which it widens', () => {
  fc.assert(
    fc.property(any, fc.nat(400), (window, by) => {
      expect(widened(window, by).to).toBe(window.to + by);
      expect(size(widened(window, by))).toBeLessThanOrEqual(windowMax);
    }),
  );
});

test('an address names a part; what is none of that size is not read', () => {
  fc.assert(
    fc.property(any, (window) => {
      expect(windowOf(windowText(window))).toEqual(window);
    }),
  );
  for (const text of [null, '', '0-50', '51', '50-1', '1-251', '1-1e9', '-1-5', '1-50x', '1-99999999'])
    expect(windowOf(text)).toBeNull();
});

test('each column has its own part', () => {
  const board = listOf({ windows: partsOf(isColumn) });
  const named = new URL('http://portal/?to_do=1-100&done=51-150&blocked=all&mine=1');
  expect(board.read(named).windows).toEqual({ to_do: { from: 0, to: 100 }, done: { from: 50, to: 150 } });
  expect(columns.map(({ title }) => title)).toEqual(['To do', 'In progress', 'In review', 'Blocked', 'Done']);
});
