/**
 * CSV by RFC 4180, for spreadsheets that take a cell for a formula (OWASP, CSV injection). Which characters divide cells is the
 * spreadsheet's choice, or its language's: in Germany Excel splits the line `a,x;=1+1` before the equals sign. So the guard looks at
 * every place in a text at which some spreadsheet may begin a cell.
 */

/** Text is guarded where it could be a formula; a number that this code computed is written as it is, so that it can be summed. */
export type CsvCell = string | number | null;

/** Characters at which one spreadsheet or another ends a cell or a row. */
const dividers = String.raw`,;\|\t\r\n\v\f\u0085\u2028\u2029`;
/** Characters that a spreadsheet may drop or not show at the start of a cell: spaces, invisible ones, quotation marks. */
const passedOver = String.raw`[[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800"]--[${dividers}]]`;
/** Characters that begin a formula, and those that an input method or a normal form has for them. */
const formulaStarts = '=+\\-@\u2212＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋﬩⩵⩶';

const cellStart = `(?:^|(?<=[${dividers}]))`;
/** After any number of apostrophes, so that a text which has some gets one more, and reading takes away that one alone. */
const formula = `(?='*${passedOver}*[${formulaStarts}])`;
const breakAtStart = String.raw`(?='*[\t\r\n])`;

const unguardedPlaces = new RegExp(`${cellStart}${formula}|^${breakAtStart}`, 'gv');
const guards = new RegExp(`${cellStart}'${formula}|^'${breakAtStart}`, 'gv');

/** Puts an apostrophe before whatever a spreadsheet would take for the start of a formula. */
const guarded = (text: string) => text.replaceAll(unguardedPlaces, "'");

/** A text as it was before the guard. Right for cells of `csvOf` alone: others have apostrophes of their own. */
export const unguarded = (text: string): string => text.replaceAll(guards, '');

function cell(value: CsvCell): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = guarded(value ?? '');
  return /[",;|\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file with a first row of headings. */
export const csvOf = (headings: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
