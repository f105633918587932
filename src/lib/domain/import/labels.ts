import { seenText } from '../visible-text';
import { labelMax, labelsMax, labelsTogetherMax } from '../labels';
import { columnsAlike } from './columns-alike';
import type { ImportRow, ImportTable } from './fields';
import { isLabelsHeading } from './guess-columns';

const marks = /[,;\n]/;

/**
 * Reads the labels of a row, each once, from all columns of the heading. A comma, a semicolon or a line break divides them.
 * A blank does so only under a heading of labels whose cells have none of those: categories have names of several words.
 */
export function labelReader({ headings, rows }: ImportTable, column: number | null) {
  const columns = columnsAlike(headings, column);
  const textsOf = (cells: ImportRow['cells']) => columns.map((nth) => (cells[nth] ?? '').trim());
  const isMarked = rows.some(({ cells }) => textsOf(cells).some((text) => marks.test(text)));
  const dividesAtBlanks = !isMarked && isLabelsHeading(headings[column ?? -1] ?? '');
  const divider = dividesAtBlanks ? /\s+/ : marks;

  return (cells: ImportRow['cells']): string[] => {
    const labels = textsOf(cells).flatMap((text) => text.split(divider));
    return [...new Set(labels.map((label) => seenText(label).trim().replaceAll(/\s+/g, ' ')))].filter(
      Boolean,
    );
  };
}

/** The sentence that refuses these labels for a task; null where they are allowed. */
export function wrongWithLabels(labels: readonly string[]): string | null {
  const tooLong = labels.find((label) => label.length > labelMax);
  if (tooLong !== undefined)
    return `“${tooLong.slice(0, labelMax)}…” is too long for a label. The limit is ${labelMax} characters.`;
  if (labels.length > labelsMax) return `${labels.length} labels. A task can have up to ${labelsMax}.`;
  const selectAll = labels.join().length;
  return selectAll > labelsTogetherMax
    ? `The labels total ${selectAll} characters. The limit is ${labelsTogetherMax}.`
    : null;
}
