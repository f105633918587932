import { wholeNumber } from './numbers';

/**
 * What grows with time is read a hundred at a time, from its end: a thread, a history, the time on a task. How many, and which
 * part an address asks for.
 */
export const threadPart_texts = 100;
export const threadParts_max = 10_000;

/** How many parts back the address asks to go, by the name of its parameter; 0 for the latest texts. */
export function earlierIn({ searchParams }: URL, name = 'earlier'): number {
  return wholeNumber(searchParams.get(name), 1, threadParts_max) ?? 0;
}

/** The same of each list that a page names. */
export const partsIn = <Name extends string>(url: URL, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, earlierIn(url, name)])) as Record<Name, number>;

/** Where a part of one list is, with the parts that the page shows of its others. */
export function hrefOfPart({ searchParams }: URL, name: string, part: number, place: string): string {
  const parts = new Map([...searchParams].filter(([, value]) => /^[1-9]\d{0,4}$/.test(value)));
  if (part > 0) parts.set(name, String(part));
  else parts.delete(name);
  return `?${[...parts].map(([one, value]) => `${encodeURIComponent(one)}=${value}`).join('&')}#${place}`;
}

/** The lists that the client reads in parts, of a task's page and of a ticket's. */
export const clientParts = ['earlier', 'history'] as const;

/** How many texts stand before those of a part. */
export const textsBefore = (texts: number, earlier: number): number =>
  Math.max(0, texts - (earlier + 1) * threadPart_texts);
