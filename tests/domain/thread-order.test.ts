import { expect, test } from 'vitest';
import { withGuests } from '../../src/lib/domain/thread-order.ts';

const at = (id: string, minute: number) => ({
  id,
  at: `2026-03-02T10:${String(minute).padStart(2, '0')}:00Z`,
});
const idsOf = (...given: Parameters<typeof withGuests>) => withGuests(...given).map(({ id }) => id);

test('events outside the thread are in its latest part, by time', () => {
  const guests = [at('after', 40), at('between', 13), at('before', 1)];
  const texts = [at('a', 5), at('b', 15)];
  expect(idsOf(texts, guests, 0)).toEqual(['before', 'a', 'between', 'b', 'after']);
  expect(idsOf([], guests, 0)).toEqual(['before', 'between', 'after']);
  expect(idsOf(texts, guests, 1)).toEqual(['a', 'b']);
  expect(idsOf(texts, [], 0)).toEqual(['a', 'b']);
});
