/** Lays out what the catalog prints for a person to read: lines of at most `WIDTH` characters, broken where SQL allows it. */

const WIDTH = 120;

/** Runs of characters without a blank outside quotes. */
const word = /(?:'(?:[^']|'')*'|"[^"]*"|[^\s'"])+/g;

const clause = /^(AND|OR|REFERENCES|ON|WHERE|INCLUDE|WHEN|FOR|EXECUTE)$/;

/** The index before which a line that is too long is best broken: where a clause begins, else after a comma, else at its end. */
function breakOf(line: readonly string[]): number {
  let length = 0;
  const starts = line.map((one) => (length += one.length + 1) - one.length - 1);
  const last = (from: number, fits: (at: number) => boolean) =>
    line.findLastIndex((_, at) => starts[at]! > length * from && fits(at));
  const atClause = last(0.3, (at) => clause.test(line[at]!));
  if (atClause > 0) return atClause;
  const afterComma = last(0.5, (at) => line[at - 1]!.endsWith(','));
  return afterComma > 0 ? afterComma : line.length;
}

/** Fills lines with words, the first after `first`, the others after `rest`. */
function fill(
  words: readonly string[],
  first: string,
  rest: string,
  breakBefore = (line: string[]) => line.length,
) {
  const lines: string[] = [];
  let line: string[] = [];
  const indent = () => (lines.length ? rest : first);
  const flush = (length: number) => {
    lines.push(indent() + line.slice(0, length).join(' '));
    line = line.slice(length);
  };
  for (const next of words) {
    if (line.length && indent().length + [...line, next].join(' ').length > WIDTH) flush(breakBefore(line));
    line.push(next);
  }
  if (line.length) flush(line.length);
  return lines.join('\n');
}

/** A piece of SQL on as many lines as it needs, the first after `first`, the others after `rest`. */
export const sqlLines = (sql: string, first = '', rest = `${first}  `) =>
  fill(sql.match(word) ?? [], first, rest, breakOf);

/** A text as comment lines; nothing where there is none. */
export const commentLines = (text: string | null, indent = '', hanging = '') =>
  text ? `${fill(text.split(/\s+/), `${indent}-- `, `${indent}-- ${hanging}`)}\n` : '';

/**
 * An expression as the catalog prints it, on one line, without the name and the parentheses that it gives to `(SELECT f())`. Those
 * after ANY, ALL and IN stay: there they tell an array from rows.
 */
export const expressionOf = (printed: string) =>
  (printed.match(word) ?? [])
    .join(' ')
    .replaceAll(/\( SELECT ((?:\w+\.)?(\w+)\([^()]*\)) AS \2\)/g, '(SELECT $1)')
    .replaceAll(/(?<!\b(?:ANY|ALL|IN) )\((\(SELECT [\w.]+\([^()]*\)\))\)/g, '$1');

/** A heading that the eye finds. */
export const heading = (text: string) => `-- ${text} ${'-'.repeat(Math.max(3, WIDTH - text.length - 4))}`;

/** A text as a literal of SQL. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
