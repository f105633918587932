import { figure } from './words';

/**
 * Lists of things that people put in order by hand: columns of a board, a backlog beside its sprints. Of a long one a part is
 * here, with so many items before and after it.
 */
export type List<Item extends { id: string }> = {
  id: string;
  title: string;
  items: readonly Item[];
  before?: number;
  after?: number;
};

/** A place in a list: right behind an item, or first (null). */
export type Spot = { listId: string; afterId: string | null };

export type Direction = 'up' | 'down' | 'left' | 'right';

export const sameSpot = (one: Spot, other: Spot) =>
  one.listId === other.listId && one.afterId === other.afterId;

/** The spot of an item, or null where it is in no list. */
export function spotOf<Item extends { id: string }>(lists: readonly List<Item>[], id: string): Spot | null {
  for (const { id: listId, items } of lists) {
    const index = items.findIndex((item) => item.id === id);
    if (index >= 0) return { listId, afterId: items[index - 1]?.id ?? null };
  }
  return null;
}

/**
 * The lists with an item at another spot. An item it should stand behind that has left the list makes it the last one. Lists
 * that do not change stay the same objects. `unlisted` is the item where no list may have it, because a long one lost sight of it.
 */
export function withMove<Item extends { id: string }>(
  lists: readonly List<Item>[],
  id: string,
  spot: Spot,
  unlisted?: Item,
): readonly List<Item>[] {
  const item = lists.flatMap(({ items }) => items).find((one) => one.id === id) ?? unlisted;
  if (!item || spot.afterId === id || !lists.some((list) => list.id === spot.listId)) return lists;
  return lists.map((list) => {
    const others = list.items.filter((one) => one.id !== id);
    if (list.id !== spot.listId)
      return others.length === list.items.length ? list : { ...list, items: others };
    const behind = others.findIndex((one) => one.id === spot.afterId);
    const index = spot.afterId === null ? 0 : behind < 0 ? others.length : behind + 1;
    return { ...list, items: others.toSpliced(index, 0, item) };
  });
}

/** The spot one step further in a direction, or null at the edge. Sideways it keeps its height where the next list is as long. */
export function stepFrom<Item extends { id: string }>(
  lists: readonly List<Item>[],
  id: string,
  direction: Direction,
): Spot | null {
  const at = lists.findIndex(({ items }) => items.some((item) => item.id === id));
  const list = lists[at];
  if (!list) return null;
  const index = list.items.findIndex((item) => item.id === id);
  if (direction === 'up')
    return index === 0 ? null : { listId: list.id, afterId: list.items[index - 2]?.id ?? null };
  if (direction === 'down') {
    const next = list.items[index + 1];
    return next ? { listId: list.id, afterId: next.id } : null;
  }
  const beside = lists[at + (direction === 'left' ? -1 : 1)];
  if (!beside) return null;
  return { listId: beside.id, afterId: beside.items[Math.min(index, beside.items.length) - 1]?.id ?? null };
}

/** The item one step further in a direction: where the focus goes. Sideways it passes empty lists by. */
export function neighbourOf<Item extends { id: string }>(
  lists: readonly List<Item>[],
  id: string,
  direction: Direction,
): string | null {
  const at = lists.findIndex(({ items }) => items.some((item) => item.id === id));
  const items = lists[at]?.items ?? [];
  const index = items.findIndex((item) => item.id === id);
  if (direction === 'up') return items[index - 1]?.id ?? null;
  if (direction === 'down') return items[index + 1]?.id ?? null;
  const step = direction === 'left' ? -1 : 1;
  for (let nth = at + step; nth >= 0 && nth < lists.length; nth += step) {
    const beside = lists[nth]?.items ?? [];
    const found = beside[Math.min(index, beside.length - 1)];
    if (found) return found.id;
  }
  return null;
}

/** "3 of 7 in Done": where an item is, in words. Those that are not shown count, too. */
export function positionWords<Item extends { id: string }>(lists: readonly List<Item>[], id: string): string {
  for (const { title, items, before = 0, after = 0 } of lists) {
    const index = items.findIndex((item) => item.id === id);
    if (index >= 0)
      return `${figure(before + index + 1)} of ${figure(before + items.length + after)} in ${title}`;
  }
  return 'no longer here';
}
