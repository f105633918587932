import { fold } from './fields';
import { asTitle, type ReadRow } from './read-row';

/** The titles of the epic and the story that a row belongs to; null for none. */
export type Belonging = { epic: string | null; story: string | null };

/** Deeper nesting than this is a circle. */
const levelsMax = 20;

/**
 * Which epic and story each row belongs to. A file names them by title, or by the key, number or title of another row: a
 * parent that is an epic is the epic, any other parent becomes a story, in which the parent itself stands, too. Where the
 * column of epics is none of parents, a task that happens to have an epic's title is not taken for it.
 */
export function belongingsOf(rows: readonly ReadRow[], epicsAreParents: boolean): Map<ReadRow, Belonging> {
  const byReference = new Map<string, ReadRow>();
  const byTitle = new Map<string, ReadRow>();
  for (const row of rows) {
    if (!byTitle.has(fold(row.title)) || row.kind === 'epic') byTitle.set(fold(row.title), row);
    for (const reference of row.references) byReference.set(fold(reference), row);
  }

  const rowNamed = (field: 'epic' | 'story', self: ReadRow) => {
    const name = fold(self[field]);
    if (name === '') return undefined;
    const titled = byTitle.get(name);
    const found =
      byReference.get(name.replace(/^#/, '')) ??
      (titled?.kind === 'epic' || field === 'story' || epicsAreParents ? titled : undefined);
    return found === self ? undefined : found;
  };
  const above = (row: ReadRow) => rowNamed('story', row) ?? rowNamed('epic', row);

  function epicOf(row: ReadRow): string | null {
    let current: ReadRow | undefined = row;
    for (let level = 0; current && level < levelsMax; level += 1) {
      if (current !== row && current.kind === 'epic') return current.title;
      const named = rowNamed('epic', current);
      if (named?.kind === 'epic') return named.title;
      if (current.epic !== '' && !named) return asTitle(current.epic);
      current = above(current);
    }
    return null;
  }

  const parents = new Set<ReadRow>();
  const storyOf = (row: ReadRow): string | null => {
    for (const field of ['story', 'epic'] as const) {
      const named = rowNamed(field, row);
      if (named && named.kind !== 'epic') {
        parents.add(named);
        return named.title;
      }
      if (!named && field === 'story' && row.story !== '') return asTitle(row.story);
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
