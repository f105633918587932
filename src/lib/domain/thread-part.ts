/** A long thread is read a hundred texts at a time, from its end: how many, and which part an address asks for. */
export const threadPart_texts = 100;
export const threadParts_max = 10_000;

/** How many parts back the address asks to go; 0 for the latest texts. */
export function earlierIn({ searchParams }: URL): number {
  const earlier = Number(searchParams.get('earlier'));
  return Number.isInteger(earlier) && earlier > 0 && earlier <= threadParts_max ? earlier : 0;
}

/** How many texts stand before those of a part. */
export const textsBefore = (texts: number, earlier: number): number =>
  Math.max(0, texts - (earlier + 1) * threadPart_texts);
