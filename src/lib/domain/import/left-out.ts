import type { ImportField } from './fields';

/** What an epic and a story have no place for, in words; several fields of one word are told once. */
const noPlace: Record<'epic' | 'story', readonly (readonly [ImportField, string])[]> = {
  epic: [
    ['status', 'status'],
    ['priority', 'priority'],
    ['estimate', 'estimate'],
    ['assignee', 'assignee'],
    ['sprint', 'sprint'],
    ['labels', 'labels'],
  ],
  story: [
    ['status', 'status'],
    ['priority', 'priority'],
    ['startsOn', 'dates'],
    ['dueOn', 'dates'],
    ['estimate', 'estimate'],
    ['assignee', 'assignee'],
    ['sprint', 'sprint'],
    ['labels', 'labels'],
  ],
};
const named = { epic: 'An epic', story: 'A story' };

/** "a", "a or b", "a, b or c". */
const either = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' or ');

/** What a row says of an epic or a story that those cannot hold, in a sentence; null for nothing. */
export function leftOutOf(kind: 'epic' | 'story', says: (field: ImportField) => boolean): string | null {
  const words = [...new Set(noPlace[kind].filter(([field]) => says(field)).map(([, word]) => word))];
  if (words.length === 0) return null;
  const them = words.length > 1 || words[0]?.endsWith('s') ? 'them' : 'it';
  return `${named[kind]} has no ${either(words)} of its own: what the file says of ${them} is left out.`;
}
