import { wholeNumber } from './numbers';

/**
 * Lists that grow with time are read a hundred rows at a time, from their end: a thread, a history, the time on a task. How many, and which
 * part an address asks for.
 */
export const threadPart_texts = 100;
export const threadParts_max = 10_000;

/** How many parts back the address asks to go, by the name of its parameter; 0 for the latest texts. */
export function earlierIn({ searchParams }: URL, name = 'earlier'): number {
  return wholeNumber(searchParams.get(name), 1, threadParts_max) ?? 0;
}

/**
 * A part of a list that the client reads: so many parts back from its end, or an edge by which it is read: behind a text or in front of
 * one (`after~`, `before~`), or up to the text that is the so-manieth of all (`upto~`).
 */
export type Part = number | string;
const EDGE = /^(?:after|before|upto)~[\w:.+~-]{1,200}$/;

/** The part that the address asks for, by the name of its parameter; 0 for the latest texts. */
export const partIn = ({ searchParams }: URL, name = 'earlier'): Part =>
  partOf(searchParams.get(name) ?? '') ?? 0;

/** The part that a text names; null where it names none but the latest. */
export const partOf = (text: string): Part | null =>
  EDGE.test(text) ? text : wholeNumber(text, 1, threadParts_max);

/** The same of each list that the client reads in parts, of a task's page and of a ticket's. */
export const clientPartsIn = (url: URL) => ({
  earlier: partIn(url, 'earlier'),
  history: partIn(url, 'history'),
});

/** How many parts back each list is that a page of the team names. */
export const partsIn = <Name extends string>(url: URL, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, earlierIn(url, name)])) as Record<Name, number>;

/** The place of a part in one list, with the parts that the page shows of its others. */
export function hrefOfPart({ searchParams }: URL, name: string, part: Part, anchor: string): string {
  const parts = new Map([...searchParams].filter(([, value]) => partOf(value) !== null));
  if (part === 0) parts.delete(name);
  else parts.set(name, String(part));
  return `?${[...parts].map((one) => one.map(encodeURIComponent).join('=')).join('&')}#${anchor}`;
}

/** How many texts stand before those of a part. */
export const textsBefore = (texts: number, earlier: number): number =>
  Math.max(0, texts - (earlier + 1) * threadPart_texts);
