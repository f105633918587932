/** A piece of a text, and whether it is what somebody searched for. */
export type Piece = { text: string; isMatch: boolean };

/** The characters that begin and end a match in a text that the database marked; no text has a use for them. */
export const matchStart = '\u{E000}';
export const matchStop = '\u{E001}';

const match = new RegExp(`(${matchStart}[^${matchStart}${matchStop}]*${matchStop})`);
const signs = new RegExp(`[${matchStart}${matchStop}]`, 'g');

/** The character that the database puts between the characters of scripts without spaces, so that each can be found. */
const joint = '\u{1}';
/** Characters of such a script that were marked one by one are one match. */
const seam = new RegExp(`${matchStop}${joint}*${matchStart}`, 'g');
const spaceless =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー\p{sc=Bopo}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Mymr}\p{sc=Khmr}]+/gu;

/** The terms of a search in scripts that write no spaces between words, longest first: as a whole, however its characters stand elsewhere. */
export const runsOf = (search: string): string[] =>
  [...(search.normalize('NFKC').match(spaceless) ?? [])].toSorted((a, b) => b.length - a.length);

/** A match of such characters holds what was asked for only where it is there as a whole. */
function narrowed(piece: Piece, runs: readonly string[]): Piece[] {
  if (!piece.isMatch || piece.text.search(spaceless) === -1) return [piece];
  const run = runs.find((one) => piece.text.includes(one));
  if (run === undefined) return [{ ...piece, isMatch: false }];
  const at = piece.text.indexOf(run);
  return [
    { text: piece.text.slice(0, at), isMatch: false },
    { text: run, isMatch: true },
    ...narrowed({ text: piece.text.slice(at + run.length), isMatch: true }, runs),
  ];
}

/** A marked text in pieces, on one line and without the signs of Markdown that mean nothing there; `runs` are those of what was asked. */
export const piecesOf = (marked: string, runs: readonly string[] = []): Piece[] =>
  marked
    .replaceAll(seam, '')
    .replaceAll(joint, '')
    .replaceAll(/[*_`#>|~]+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(match)
    .map((part) => ({ text: part.replaceAll(signs, ''), isMatch: part.startsWith(matchStart) }))
    .flatMap((piece) => narrowed(piece, runs))
    .filter(({ text }) => text !== '');
