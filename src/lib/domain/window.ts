import { taskStatusWords } from './words';

/** The part of a long list that is shown: what comes after the first `from` items, up to the `to`-th. */
export type Window = { from: number; to: number };

const STEP = 50;
/** So many at most: "more" then leaves out the first ones, which "earlier" brings back. */
const MOST = 200;
/** The most items to which a window grows beyond that, by items that were put behind its last one. */
export const windowMax = MOST + STEP;

export const firstWindow: Window = { from: 0, to: STEP };

/** The next part, with what is shown already as far as there is room; null where all that follows is shown. */
export function moreOf({ from, to }: Window, total: number): Window | null {
  if (to >= total) return null;
  return { from: Math.max(from, to + STEP - MOST), to: to + STEP };
}

/** The part before, with what is shown already as far as there is room; null at the start. */
export function earlierOf({ from, to }: Window, total: number): Window | null {
  if (from === 0) return null;
  const earlier = Math.max(0, Math.min(from, total) - STEP);
  return { from: earlier, to: Math.max(STEP, Math.min(to, earlier + MOST)) };
}

/** A window that still shows its last items when so many more have come in between. */
export const widened = ({ from, to }: Window, by: number): Window => ({
  from: Math.max(from, to + by - windowMax),
  to: to + by,
});

/** As people count and an address says it: "51-100". */
export const windowText = ({ from, to }: Window) => `${from + 1}-${to}`;

/** The window that such a text names, or null where it names none that can be shown. */
export function windowOf(text: string | null): Window | null {
  const [, first, last] = /^([1-9]\d{0,6})-([1-9]\d{0,6})$/.exec(text ?? '') ?? [];
  if (!first || !last) return null;
  const [from, to] = [Number(first) - 1, Number(last)];
  return to > from && to - from <= windowMax ? { from, to } : null;
}

type Status = keyof typeof taskStatusWords;

/** The columns of a board, in their order. */
export const columns = (Object.entries(taskStatusWords) as [Status, string][]).map(([id, title]) => ({
  id,
  title,
}));

export const isColumn = (name: string): name is Status => Object.hasOwn(taskStatusWords, name);
