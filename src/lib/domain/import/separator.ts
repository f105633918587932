import { guessColumns } from './guess-columns';

/** In ties the one that stands in fewer sentences. */
const candidates = ['\t', '|', ';', ','] as const;

/** The beginning of a file is looked at, so that a file without line breaks costs no more than others. */
const characters_max = 64_000;
const lines_max = 50;

/**
 * The separator between the cells of a file: whichever makes the most headings that are known, in any of the first lines; else
 * whichever the most lines have. A comma where there is none.
 */
export function guessSeparator(text: string): string {
  const lines = text
    .slice(0, characters_max)
    .replaceAll(/"(?:[^"]|"")*"/g, (quoted) => quoted.slice(1, -1).replaceAll(/[\t|;,\n"]/g, ' '))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, lines_max);
  const knownHeadings = (separator: string) =>
    Math.max(
      0,
      ...lines.map(
        (line) =>
          Object.values(guessColumns(line.split(separator))).filter((column) => column !== null).length,
      ),
    );
  const found = candidates.map((separator) => {
    const counts = lines.map((line) => line.split(separator).length - 1);
    const lineCount = counts.filter((count) => count > 0).length;
    return {
      separator,
      known: knownHeadings(separator),
      lineCount,
      count: counts.reduce((a, b) => a + b, 0),
    };
  });
  // One heading that every separator leaves alone is a file of one column.
  if (found.every(({ known }) => known === 1)) return ',';
  const [best] = found.toSorted(
    (a, b) => b.known - a.known || b.lineCount - a.lineCount || b.count - a.count,
  );
  return best && best.count > 0 ? best.separator : ',';
}
