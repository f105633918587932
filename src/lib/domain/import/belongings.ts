import type { Named, nameReader } from './names';
import type { ReadRow } from './read-row';

/** The titles of the epic and the story that a row belongs to; null for none. */
export type Belonging = { epic: string | null; story: string | null };

/** Deeper nesting than this is a circle. */
const levelsMax = 20;

const rowOf = (named: Named) => (named && 'row' in named ? named.row : undefined);
/** The title of the epic or story that is named, by itself or by its row. */
const epicIn = (named: Named) =>
  named && 'group' in named
    ? named.group === 'epic' && named.title
    : rowOf(named)?.kind === 'epic' && rowOf(named)?.title;

/**
 * Which epic and story each row belongs to: a parent that is an epic is the epic, any other parent becomes a story, in which the
 * parent itself stands, too.
 */
export function belongingsOf(
  rows: readonly ReadRow[],
  nameOf: ReturnType<typeof nameReader>,
): Map<ReadRow, Belonging> {
  const names = new Map(rows.map((row) => [row, { story: nameOf('story', row), epic: nameOf('epic', row) }]));

  function epicOf(row: ReadRow): string | null {
    let current: ReadRow | undefined = row;
    for (let level = 0; current && level < levelsMax; level += 1) {
      if (current !== row && current.kind === 'epic') return current.title;
      const { epic = null, story = null }: { epic?: Named; story?: Named } = names.get(current) ?? {};
      const title = epicIn(epic) || epicIn(story);
      if (title) return title;
      current = rowOf(story) ?? rowOf(epic);
    }
    return null;
  }

  const parents = new Set<ReadRow>();
  const storyOf = (row: ReadRow): string | null => {
    const { epic = null, story = null } = names.get(row) ?? {};
    for (const named of row.kind === 'task' ? [story, epic] : []) {
      if (named && 'group' in named && named.group === 'story') return named.title;
      const parent = rowOf(named);
      if (!parent || parent.kind === 'epic') continue;
      parents.add(parent);
      return parent.title;
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
