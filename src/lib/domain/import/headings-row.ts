import { isVisible } from '../visible-text';
import { readDay } from './days';
import { dateOrders, type ImportRow } from './fields';
import { guessColumns } from './guess-columns';

/** Among so many rows the headings are looked for and chosen; above them stand a title, a date, who made the export. */
export const headingRows_max = 20;

const filled = ({ cells }: ImportRow) => cells.filter(isVisible).length;
const known = ({ cells }: ImportRow) =>
  Object.values(guessColumns(cells)).filter((column) => column !== null).length;

/** No heading is a date or a number. */
const isValue = (cell: string) =>
  /^[\d.,]+$/.test(cell.trim()) || dateOrders.some((order) => readDay(cell, order) !== null);

/**
 * The row of the headings, by its number among the first rows, none of which is empty: the first with the most headings that are known,
 * be it two at least or one in the first row; else the first, or the first of several cells below lines of one. 0 where that row has
 * values as those below it do, so that the file has no headings.
 */
export function guessHeadingsRow(firstRows: readonly ImportRow[]): number {
  const [first] = firstRows;
  if (!first) return 0;
  const best = firstRows.reduce((a, b) => (known(b) > known(a) ? b : a));
  if (known(best) >= 2) return best.number;
  if (known(first) === 1) return first.number;
  const likely = (filled(first) === 1 && firstRows.find((row) => filled(row) > 1)) || first;
  return likely.cells.some(isValue) ? 0 : likely.number;
}
