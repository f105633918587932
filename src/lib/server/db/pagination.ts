import { sql, type Expression } from 'kysely';
import { threadPart_texts, type Part } from '../../domain/thread-part';
import { cutOf, standing, type Counts, type Cut, type Key } from './keyset';

/** The parts beside one of a list that is read from its end, the latest first; null where there is none. */
type PartsBeside = { earlier: Part | null; later: Part | null };

/** How a part of a list is read whose latest rows come first. */
export const partCutOf = <Row>(keys: readonly Key<Row>[], part: Part) =>
  cutOf(keys, typeof part === 'number' ? { page: part + 1 } : { page: 1, edge: part }, threadPart_texts);

/** How many rows come before those of a part, and the parts beside it. `rows` stand the latest first. */
export function partPageOf<Row>(cut: Cut<Row>, rows: readonly Row[], counts: Counts) {
  const { front, behind, previous, next } = standing(cut, rows, counts);
  const later = front <= cut.size ? 0 : previous;
  return { before: behind, beside: { earlier: next, later: front > 0 ? later : null } satisfies PartsBeside };
}

/**
 * The same of a list that only ever grows at its end, as a history does, whose rows need no key: those up to the so-manieth of all,
 * counted from the first one. `total` is a query that counts them.
 */
export function growingCutOf(part: Part, total: Expression<unknown>) {
  const upTo = typeof part === 'number' ? null : Number(/^upto~(\d{1,9})$/.exec(part)?.[1] ?? NaN);
  const back = typeof part === 'number' ? part : 0;
  if (upTo === null || Number.isNaN(upTo))
    return { upTo: null, back, limit: threadPart_texts, offset: sql<number>`${back * threadPart_texts}` };
  const limit = Math.min(upTo, threadPart_texts);
  return { upTo, back, limit, offset: sql<number>`greatest(0, (${total}) - ${upTo}::int)` };
}

export function growingPageOf(
  { upTo, back }: Pick<ReturnType<typeof growingCutOf>, 'upTo' | 'back'>,
  rows: number,
  total: number,
) {
  const end = Math.max(0, Math.min(total, upTo ?? total - back * threadPart_texts));
  const before = Math.max(0, end - rows);
  const next = end + threadPart_texts;
  const later = next >= total ? 0 : `upto~${next}`;
  return {
    before,
    beside: {
      earlier: before > 0 ? `upto~${before}` : null,
      later: end < total ? later : null,
    } satisfies PartsBeside,
  };
}
