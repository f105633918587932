/** A piece of a text, and whether it is what somebody searched for. */
export type Piece = { text: string; isMatch: boolean };

/** What begins and ends a match in a text that the database marked; no text has a use for them. */
export const matchStart = '\u{E000}';
export const matchStop = '\u{E001}';

const match = new RegExp(`(${matchStart}[^${matchStart}${matchStop}]*${matchStop})`);
const signs = new RegExp(`[${matchStart}${matchStop}]`, 'g');

/** What the database puts between the characters of scripts without spaces, so that each can be found. */
const joint = '\u{1}';
/** Characters of such a script that were marked one by one are one match. */
const seam = new RegExp(`${matchStop}${joint}*${matchStart}`, 'g');

/** A marked text in pieces, on one line and without the signs of Markdown that mean nothing there. */
export const piecesOf = (marked: string): Piece[] =>
  marked
    .replaceAll(seam, '')
    .replaceAll(joint, '')
    .replaceAll(/[*_`#>|~]+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(match)
    .map((part) => ({ text: part.replaceAll(signs, ''), isMatch: part.startsWith(matchStart) }))
    .filter(({ text }) => text !== '');
