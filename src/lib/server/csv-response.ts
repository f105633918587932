import { csvOf, type CsvCell } from '../domain/csv';

/** Tells Excel on Windows that the file is UTF-8, which it would read in the encoding of the system's language. */
const byteOrderMark = '\uFEFF';

/** Answers with a CSV file, the only way in which one leaves the product. */
export const csvResponse = (
  filename: string,
  headings: readonly string[],
  rows: readonly (readonly CsvCell[])[],
): Response =>
  new Response(byteOrderMark + csvOf(headings, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${filename}"`,
      'cache-control': 'private, no-store',
    },
  });
