import { fold } from './fields';

/** The columns with the heading of one: Jira repeats a heading for each further value. A column without one is alone. */
export function columnsAlike(headings: readonly string[], column: number | null): number[] {
  if (column === null) return [];
  const heading = fold(headings[column] ?? '');
  if (heading === '') return [column];
  return headings.flatMap((other, nth) => (fold(other) === heading ? [nth] : []));
}
