const candidates = [',', ';', '\t', '|'] as const;

/** What stands between the cells of a file: whichever its first line has most of, outside quotation marks. */
export function guessSeparator(text: string): string {
  const unquoted = text.replaceAll(/"(?:[^"]|"")*"/g, '');
  const line = unquoted.split('\n', 1)[0] ?? '';
  const counts = candidates.map((candidate) => line.split(candidate).length);
  return candidates[counts.indexOf(Math.max(...counts))] ?? ',';
}
