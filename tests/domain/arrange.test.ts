import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { neighbourOf, positionWords, spotOf, stepFrom, withMove, type List } from '$lib/domain/arrange';

type Item = { id: string };
const listsOf = (...columns: string[]): List<Item>[] =>
  columns.map((ids, nth) => ({
    id: `list ${nth}`,
    title: `List ${nth}`,
    items: Array.from(ids, (id) => ({ id })),
  }));
const idsOf = (lists: readonly List<Item>[]) => lists.map(({ items }) => items.map(({ id }) => id).join(''));

/** Three lists over distinct letters, one of which is named. */
const sortedLists = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { minLength: 1, maxLength: 8 })
  .chain((ids) =>
    fc.record({
      lists: fc
        .array(fc.nat(2), { minLength: ids.length, maxLength: ids.length })
        .map((where) =>
          listsOf(...[0, 1, 2].map((nth) => ids.filter((_, at) => where[at] === nth).join(''))),
        ),
      id: fc.constantFrom(...ids),
      spot: fc.record({
        listId: fc.constantFrom('list 0', 'list 1', 'list 2'),
        afterId: fc.constantFrom(null, ...ids),
      }),
    }),
  );
const direction = fc.constantFrom('up', 'down', 'left', 'right');

describe('a move', () => {
  test('loses nothing and doubles nothing, and leaves the others in their order', () => {
    fc.assert(
      fc.property(sortedLists, ({ lists, id, spot }) => {
        const moved = withMove(lists, id, spot);
        expect(idsOf(moved).join('').split('').sort()).toEqual(idsOf(lists).join('').split('').sort());
        expect(idsOf(moved).map((ids) => ids.replace(id, ''))).toEqual(
          idsOf(lists).map((ids) => ids.replace(id, '')),
        );
      }),
    );
  });

  test('to where it is changes nothing', () => {
    fc.assert(
      fc.property(sortedLists, ({ lists, id }) => {
        expect(idsOf(withMove(lists, id, spotOf(lists, id)!))).toEqual(idsOf(lists));
      }),
    );
  });

  test('behind one that has left the list comes last; first is first', () => {
    const lists = listsOf('abc', 'de');
    expect(idsOf(withMove(lists, 'a', { listId: 'list 1', afterId: 'gone' }))).toEqual(['bc', 'dea']);
    expect(idsOf(withMove(lists, 'a', { listId: 'list 1', afterId: null }))).toEqual(['bc', 'ade']);
  });
});

test('an item that a long list has lost sight of is put where it goes all the same', () => {
  const lists = listsOf('abc', 'de');
  expect(idsOf(withMove(lists, 'x', { listId: 'list 1', afterId: 'd' }, { id: 'x' }))).toEqual([
    'abc',
    'dxe',
  ]);
  expect(withMove(lists, 'x', { listId: 'list 1', afterId: 'd' })).toBe(lists);
});

describe('a step', () => {
  const opposite = { up: 'down', down: 'up', left: 'right', right: 'left' } as const;

  test('up and down is undone by its opposite', () => {
    fc.assert(
      fc.property(sortedLists, direction, ({ lists, id }, towards) => {
        fc.pre(towards === 'up' || towards === 'down');
        const spot = stepFrom(lists, id, towards);
        if (!spot) return;
        const moved = withMove(lists, id, spot);
        expect(idsOf(moved)).not.toEqual(idsOf(lists));
        expect(idsOf(withMove(moved, id, stepFrom(moved, id, opposite[towards])!))).toEqual(idsOf(lists));
      }),
    );
  });

  test('sideways keeps its height, or takes the end of a shorter list', () => {
    const lists = listsOf('abc', 'defg', 'h');
    const step = (id: string, towards: 'left' | 'right') => {
      const spot = stepFrom(lists, id, towards);
      return spot && idsOf(withMove(lists, id, spot));
    };
    expect(step('b', 'right')).toEqual(['ac', 'dbefg', 'h']);
    expect(step('g', 'right')).toEqual(['abc', 'def', 'hg']);
    expect(step('a', 'left')).toBeNull();
  });

  test('of the focus passes an empty list by', () => {
    const lists = listsOf('ab', '', 'c');
    expect(neighbourOf(lists, 'b', 'right')).toBe('c');
    expect(neighbourOf(lists, 'c', 'left')).toBe('a');
    expect(neighbourOf(lists, 'a', 'up')).toBeNull();
  });
});

test('a place has words', () => {
  expect(positionWords(listsOf('abc'), 'b')).toBe('2 of 3 in List 0');

  const [list] = listsOf('abc');
  expect(positionWords([{ ...list!, before: 50, after: 1947 }], 'b')).toBe('52 of 2,000 in List 0');
});
