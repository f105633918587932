/** One cell by RFC 4180; text that a spreadsheet would take for a formula is led by an apostrophe (OWASP, CSV injection). */
function cell(value: string | null): string {
  const text = /^[=+\-@\t\r]/.test(value ?? '') ? `'${value}` : (value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file with a first row of headings. */
export const csvOf = (headings: readonly string[], rows: readonly (readonly (string | null)[])[]): string =>
  [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
