/** A long thread is read a hundred texts at a time, from its end: how many, and which part an address asks for. */
export const threadPart_texts = 100;
export const threadParts_max = 10_000;

/** How many parts back the address asks to go, by this name; 0 for the latest. */
export function earlierIn({ searchParams }: URL, name = 'earlier'): number {
  const earlier = Number(searchParams.get(name));
  return Number.isInteger(earlier) && earlier > 0 && earlier <= threadParts_max ? earlier : 0;
}

/** How many texts stand before those of a part. */
export const textsBefore = (texts: number, earlier: number): number =>
  Math.max(0, texts - (earlier + 1) * threadPart_texts);
