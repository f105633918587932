import { fold, headingWords, quoted, type ImportColumns } from './fields';
import { namesParents, namesRows } from './guess-columns';
import type { ImportContext } from './context';
import { asTitle, type ReadRow, type Remarks } from './read-row';

type GroupKind = 'epic' | 'story';

/** The thing that a cell names: another row of the file, an epic or a story by its title, or nothing. */
export type Named = { row: ReadRow } | { group: GroupKind; title: string } | null;

/** A number, or a key like ACM-12: a name that nobody gives to an epic or a story. */
const isReference = (text: string) => /^#?\d+$|^[A-Z][A-Z\d_]*-\d+$/.test(text);

/**
 * Reads what a row names as its epic or story. Where the column of epics is none of parents, a task that happens to have an epic's
 * title is not taken for it. A reference that leads to no row is left out, with a warning; so is the title of a parent: only its own
 * row could tell which kind of record it is.
 */
export function nameReader(
  rows: readonly ReadRow[],
  headings: readonly string[],
  columns: ImportColumns,
  context: ImportContext,
  { warnings }: Remarks,
): (field: GroupKind, self: ReadRow) => Named {
  const byReference = new Map<string, ReadRow>();
  const byTitle = new Map<string, ReadRow>();
  for (const row of rows) {
    if (!byTitle.has(fold(row.title)) || row.kind === 'epic') byTitle.set(fold(row.title), row);
    for (const reference of row.references) byReference.set(fold(reference).replace(/^#/, ''), row);
  }
  const here = {
    epic: new Set(context.epics.map(({ title }) => fold(title))),
    story: new Set(context.stories.map(({ title }) => fold(title))),
  };

  return (field, self) => {
    const text = self[field];
    const name = fold(text);
    if (name === '') return null;
    const heading = headings[columns[field] ?? -1] ?? '';
    const areParents = namesParents(heading);

    const titled = byTitle.get(name);
    const isMeant = titled?.kind === 'epic' || field === 'story' || areParents;
    const row = byReference.get(name.replace(/^#/, '')) ?? (isMeant ? titled : undefined);
    if (row && row !== self) return { row };

    const title = asTitle(text);
    if (here[field].has(name)) return { group: field, title };
    const other = field === 'epic' ? 'story' : 'epic';
    if (areParents && here[other].has(name)) return { group: other, title };
    if (!row && !namesRows(heading) && !isReference(text)) return { group: field, title };

    const because = row ? "the row can't belong to itself" : 'no row in the file has this key or title';
    const sentence = `${quoted(text)} in ${headingWords(headings, columns[field] ?? 0)} is ignored: ${because}.`;
    warnings.push({ row: self.row, sentence });
    return null;
  };
}
