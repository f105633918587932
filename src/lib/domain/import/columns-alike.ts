import { fold } from './fields';

/** The columns with the heading of one: Jira repeats a heading for each further value. A column without one is alone. */
export function columnsAlike(headings: readonly string[], place: number | null): number[] {
  if (place === null) return [];
  const heading = fold(headings[place] ?? '');
  if (heading === '') return [place];
  return headings.flatMap((other, nth) => (fold(other) === heading ? [nth] : []));
}
