import { fold } from './fields';
import { asTitle, type ReadRow } from './read-row';

/** The titles of the epic and the story that a row belongs to; null for none. */
export type Belonging = { epic: string | null; story: string | null };

/** Deeper nesting than this is a circle. */
const levelsMax = 20;

/**
 * Which epic and story each row belongs to. A file names them by title, or by the key, number or title of another row: a
 * parent that is an epic is the epic, any other parent becomes a story, in which the parent itself stands, too.
 */
export function belongingsOf(rows: readonly ReadRow[]): Map<ReadRow, Belonging> {
  const known = new Map<string, ReadRow>();
  for (const row of rows) if (!known.has(fold(row.title))) known.set(fold(row.title), row);
  for (const row of rows) for (const reference of row.references) known.set(fold(reference), row);

  const rowNamed = (name: string, self: ReadRow) => {
    const found =
      name === '' ? undefined : (known.get(fold(name.replace(/^#/, ''))) ?? known.get(fold(name)));
    return found === self ? undefined : found;
  };
  const above = (row: ReadRow) => rowNamed(row.story, row) ?? rowNamed(row.epic, row);

  function epicOf(row: ReadRow): string | null {
    let current: ReadRow | undefined = row;
    for (let level = 0; current && level < levelsMax; level += 1) {
      if (current !== row && current.kind === 'epic') return current.title;
      const named = rowNamed(current.epic, current);
      if (named?.kind === 'epic') return named.title;
      if (current.epic !== '' && !named) return asTitle(current.epic);
      current = above(current);
    }
    return null;
  }

  const parents = new Set<ReadRow>();
  const storyOf = (row: ReadRow): string | null => {
    for (const name of [row.story, row.epic]) {
      const named = rowNamed(name, row);
      if (named && named.kind !== 'epic') {
        parents.add(named);
        return named.title;
      }
      if (!named && name !== '' && name === row.story) return asTitle(name);
    }
    return null;
  };

  const belongings = new Map(rows.map((row) => [row, { epic: epicOf(row), story: storyOf(row) }]));
  for (const parent of parents) {
    const own = belongings.get(parent);
    if (own && parent.kind === 'task') own.story = parent.title;
  }
  return belongings;
}
