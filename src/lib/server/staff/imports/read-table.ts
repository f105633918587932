import { CsvError, parse } from 'csv-parse/sync';
import type { ImportTable } from '../../../domain/import/fields';
import { importRowsMax, tooLarge } from '../../../domain/import/limits';
import { guessSeparator } from '../../../domain/import/separator';
import { Refusal } from '../../errors';

const refused = (sentence: string) => new Refusal('BAD_REQUEST', sentence, { text: sentence });

/** Where the parser stopped, in words. */
function sentenceOf({ code, lines }: CsvError): string {
  const line = typeof lines === 'number' ? lines : 1;
  return code === 'CSV_QUOTE_NOT_CLOSED'
    ? `From line ${line} on a quotation mark is not closed.`
    : `A quotation mark in line ${line} is not where one can be: inside a cell it is written twice.`;
}

/**
 * Reads a CSV file with a row of headings: any usual separator, quoted line breaks, with or without a byte order mark, also
 * what our own exports keep from being a formula. Refuses what is no such file, and more than 2,000 rows.
 */
export function readTable(text: string): ImportTable {
  if (text.includes('\0') || text.startsWith('PK\u0003\u0004'))
    throw refused('This is no text. Save the sheet as a CSV file, and choose that.');
  const plain = text
    .replace(/^\uFEFF/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replace(/^sep=.\n/, '');
  let records: { record: string[]; number: number }[];
  try {
    records = parse(plain, {
      delimiter: guessSeparator(plain),
      record_delimiter: '\n',
      relax_column_count: true,
      to: importRowsMax + 2,
    }).map((record, nth) => ({ record: record.map(unguarded), number: nth + 1 }));
  } catch (error) {
    throw error instanceof CsvError ? refused(sentenceOf(error)) : error;
  }
  if (records.length > importRowsMax + 1) throw refused(tooLarge);
  const [first, ...rest] = records.filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  if (!first || rest.length === 0) throw refused('There is no row below the headings.');
  return {
    headings: first.record.map((heading) => heading.trim()),
    rows: rest.map(({ record, number }) => ({ number, cells: record })),
  };
}

/** A cell without the apostrophe that keeps a spreadsheet from taking it for a formula. */
const unguarded = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, '');
