/** Splits a line or file as one spreadsheet does: at its separator, heeding quotation marks at the start of a cell or nowhere. */
function cellsOf(file: string, separator: string, quotes: boolean): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let isStart = true;
  for (let at = 0; at < file.length; at += 1) {
    const character = file.charAt(at);
    if (isQuoted && character === '"' && file[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (isQuoted) {
      if (character === '"') isQuoted = false;
      else cell += character;
    } else if (character === separator || character === '\n' || character === '\r') {
      cells.push(cell);
      [cell, isStart] = ['', true];
    } else if (quotes && isStart && character === '"') {
      [isQuoted, isStart] = [true, false];
    } else {
      cell += character;
      isStart = false;
    }
  }
  return [...cells, cell];
}

/** All cells that a file becomes in spreadsheets of four separators, as written and without what some of them leave away. */
export const importedCells = (file: string): { how: string; cell: string }[] =>
  [',', ';', '\t', '|'].flatMap((separator) =>
    [true, false].flatMap((quotes) =>
      cellsOf(file, separator, quotes).flatMap((cell) => [
        { how: `split at ${JSON.stringify(separator)}, quotes ${quotes}`, cell },
        {
          how: `split at ${JSON.stringify(separator)}, quotes ${quotes}, trimmed`,
          cell: cell.replace(/^[\s\p{Cc}\p{Cf}"]+/u, ''),
        },
      ]),
    ),
  );
