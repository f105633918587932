import { CsvError, parse } from 'csv-parse/sync';
import { csvOf, unguarded } from '../../../domain/csv';
import { widthOf, withoutMarks, type ImportRow, type ImportTable } from '../../../domain/import/fields';
import { guessHeadingsRow, headingRows_max } from '../../../domain/import/headings-row';
import { importColumnsMax, importRowsMax, tooLarge } from '../../../domain/import/limits';
import { guessSeparator } from '../../../domain/import/separator';
import { isVisible } from '../../../domain/visible-text';
import { figure } from '../../../domain/words';
import { Refusal } from '../../errors';

const refused = (sentence: string, field = 'text') =>
  new Refusal('BAD_REQUEST', sentence, { [field]: sentence });

/** A file as it was read, and its first rows, among which the headings can be chosen. */
type ReadTable = ImportTable & { firstRows: readonly ImportRow[] };

/** The place at which the parser stopped, in words. Lines are those of the file, however many the parser was not given. */
function sentenceOf({ code, lines }: CsvError, linesBefore: number): string {
  const line = (typeof lines === 'number' ? lines : 1) + linesBefore;
  return code === 'CSV_QUOTE_NOT_CLOSED'
    ? `A quotation mark opened on line ${line} is never closed.`
    : `Line ${line} has a stray quotation mark. Inside a value, write it twice ("").`;
}

/** The first line by which a spreadsheet is told the separator, which is none of its rows. */
const separatorLine = /^"?sep=([^\n"])"?[^\S\n]*\n/i;

/** The rows in which something can be seen, by their numbers in a spreadsheet. Refuses more of them than an import can use. */
function rowsOf(text: string): ImportRow[] {
  const [told = '', toldSeparator] = separatorLine.exec(text) ?? [];
  const csv = text.slice(told.length);
  const rows: ImportRow[] = [];
  const printed: string[] = [];
  let number = 0;
  try {
    parse(csv, {
      delimiter: toldSeparator ?? guessSeparator(csv),
      record_delimiter: '\n',
      relax_column_count: true,
      // Blanks beside quotation marks are no part of a cell.
      ltrim: true,
      rtrim: true,
      on_record: (cells: string[]) => {
        number += 1;
        printed.push(csvOf(cells.map(unguarded), []));
        if (!cells.some(isVisible)) return null;
        rows.push({ number, cells });
        if (rows.length > importRowsMax + headingRows_max) throw refused(tooLarge);
        if (cells.length > importColumnsMax && cells.slice(importColumnsMax).some(isVisible))
          throw refused(
            `Row ${number} has ${figure(cells.length)} values. The limit is ${figure(importColumnsMax)}.`,
          );
        return null;
      },
    });
  } catch (error) {
    throw error instanceof CsvError ? refused(sentenceOf(error, told === '' ? 0 : 1)) : error;
  }
  // A file that our guard would leave as it is was made by it: in any other an apostrophe is the writer's own.
  const isOwn = printed.join('').replaceAll(/\r\n?/g, '\n') === csv.replace(/\n?$/, '\n');
  const plain = isOwn ? unguarded : (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '');
  // An apostrophe that guarded a blank was all there was to see of it.
  return rows
    .map((row) => ({ number: row.number, cells: row.cells.map(plain) }))
    .filter(({ cells }) => cells.some(isVisible));
}

/**
 * Reads a CSV file: any usual separator, quoted line breaks, with or without a byte order mark, also what our own exports keep from
 * being a formula. `headingsRow` is the row that was chosen to have the headings, 0 for none, null for the one that seems to. Refuses
 * what is no such file, and more than 2,000 rows in which something stands.
 */
export function readTable(text: string, headingsRow: number | null = null): ReadTable {
  if (text.includes('\0') || text.startsWith('PK\u0003\u0004'))
    throw refused("This isn't a CSV file. Save your spreadsheet as CSV and try again.");
  const all = rowsOf(
    text
      .replace(/^\uFEFF/, '')
      .replaceAll(/\r\n?/g, '\n')
      .normalize('NFC'),
  );
  const firstRows = all.slice(0, headingRows_max);
  const chosen = headingsRow ?? guessHeadingsRow(firstRows);
  const index = firstRows.findIndex(({ number }) => number === chosen);
  if (chosen !== 0 && index === -1 && all.length > 0)
    throw refused(`Row ${chosen} can't hold the column names. Choose another row.`, 'headings');
  const rows = all.slice(index + 1);
  if (rows.length === 0)
    throw refused(index === -1 ? 'The file has no rows.' : 'The file has column names but no rows.');
  if (rows.length > importRowsMax) throw refused(tooLarge);

  const told = (all[index]?.cells ?? []).map(withoutMarks);
  // A spreadsheet writes empty columns to the right of a table, too.
  const width = index === -1 ? importColumnsMax : told.length;
  const used = rows.reduce((most, { cells }) => Math.max(most, widthOf(cells.slice(0, width))), 0);
  const columns = Math.max(widthOf(told), used);
  return {
    headings: Array.from({ length: columns }, (_, nth) => told[nth] ?? ''),
    headingsRow: index === -1 ? 0 : chosen,
    rows,
    firstRows,
  };
}
