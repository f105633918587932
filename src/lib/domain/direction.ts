/** Marks with which a text turns its direction, kept within the text: a title that ends in an override reverses no word after it. */

const embeds = '\u202a\u202b\u202d\u202e';
const isolates = '\u2066\u2067\u2068';
const [endOfEmbed, endOfIsolate] = ['\u202c', '\u2069'];
const turning = /[\u202a-\u202e\u2066-\u2069]/;

/** Whether a text holds any of these marks. */
export const turnsDirection = (text: string): boolean => turning.test(text);

/**
 * The text with each embedding, override and isolate ended on its line, and without ends of none; as it is where it has none, which
 * costs one search.
 */
export const closedDirections = (text: string): string =>
  turnsDirection(text) ? text.split('\n').map(closedLine).join('\n') : text;

function closedLine(line: string): string {
  const open: string[] = [];
  let closed = '';
  for (const sign of line) {
    if (embeds.includes(sign)) open.push(endOfEmbed);
    else if (isolates.includes(sign)) open.push(endOfIsolate);
    else if (sign === endOfEmbed) {
      if (open.at(-1) !== endOfEmbed) continue;
      open.pop();
    } else if (sign === endOfIsolate) {
      const isolate = open.lastIndexOf(endOfIsolate);
      if (isolate < 0) continue;
      // The end of an isolate ends what was opened in it.
      open.length = isolate;
    }
    closed += sign;
  }
  return closed + open.toReversed().join('');
}
