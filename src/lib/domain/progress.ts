/** How far a set of work is: counts of records, and a whole percentage. */
export type Progress = { done: number; total: number; percent: number };

/**
 * The share that is done as an integer percentage: 0 for no work, 100 only when all is done, at least 1 when any is.
 * Rounds down in between, so that a project never looks more finished than it is.
 */
export function progressOf({ done, total }: { done: number; total: number }): Progress {
  const exact = total === 0 ? 0 : Math.floor((done / total) * 100);
  return { done, total, percent: done > 0 ? Math.max(1, exact) : exact };
}
