/**
 * An order that people change by hand, kept by a double each: a record moved between two others takes the middle, so that one row
 * is written, not the column. A gap can be halved about fifty times; then the caller rewrites the column with `evenPositions`.
 */
const STEP = 1024;

function between(before: number | null, after: number | null): number {
  if (before === null) return after === null ? STEP : after - STEP;
  return after === null ? before + STEP : before / 2 + after / 2;
}

/** Whether no double is left between two neighbours (or they share one); null is the end of the column. */
export function needsRespacing(before: number | null, after: number | null): boolean {
  const middle = between(before, after);
  if (!Number.isFinite(middle)) return true;
  return (before !== null && middle <= before) || (after !== null && middle >= after);
}

/** A position strictly between two neighbours; null is the end of the column. Throws RangeError where there is none. */
export function positionBetween(before: number | null, after: number | null): number {
  if (needsRespacing(before, after)) throw new RangeError('There is no position between these two: respace.');
  return between(before, after);
}

/** Positions for a column written anew, in its order. */
export const evenPositions = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => (index + 1) * STEP);
