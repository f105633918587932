import type { ImportField } from './fields';

/** Fields that an epic or a story does not have, in words; several fields of one word are told once. */
const unsupported: Record<'epic' | 'story', readonly (readonly [ImportField, string])[]> = {
  epic: [
    ['status', 'a status'],
    ['priority', 'a priority'],
    ['estimate', 'an estimate'],
    ['assignee', 'an assignee'],
    ['sprint', 'a sprint'],
    ['labels', 'labels'],
  ],
  story: [
    ['status', 'a status'],
    ['priority', 'a priority'],
    ['startsOn', 'dates'],
    ['dueOn', 'dates'],
    ['estimate', 'an estimate'],
    ['assignee', 'an assignee'],
    ['sprint', 'a sprint'],
    ['labels', 'labels'],
  ],
};
const named = { epic: 'Epics', story: 'Stories' };

/** "a", "a or b", "a, b or c". */
const either = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ');

/** The sentence about values of a row that an epic or a story cannot hold; null where there are none. */
export function leftOutOf(kind: 'epic' | 'story', says: (field: ImportField) => boolean): string | null {
  const words = [...new Set(unsupported[kind].filter(([field]) => says(field)).map(([, word]) => word))];
  if (words.length === 0) return null;
  const them = words.length > 1 || !words[0]?.startsWith('a') ? "they're" : "it's";
  return `${named[kind]} don't have ${either(words)}, so ${them} ignored.`;
}
