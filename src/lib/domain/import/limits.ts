/** The most text that travels in the form, in bytes of UTF-8. */
export const importBytesMax = 900_000;
/** The most columns of a file: Jira writes one for each comment of the issue that has most. */
export const importColumnsMax = 1_000;
/** The most rows below the headings. */
export const importRowsMax = 2_000;

export const tooLarge =
  'This file is too big. The limit is 900 kB and 2,000 rows; split it into several files.';

/** The bytes that a text takes in a form, which sends each line break as two. */
export const importBytes = (text: string) =>
  new TextEncoder().encode(text.replace(/\r\n?|\n/g, '\r\n')).length;
