import { fold, type WordField } from './fields';
import { isPrivateHeading } from './guess-columns';

const words: Record<Exclude<WordField, 'visibility'>, Record<string, readonly string[]>> = {
  kind: { epic: ['epic', 'epos'] },
  status: {
    to_do: [
      ...['to do', 'todo', 'open', 'new', 'backlog', 'selected for development', 'planned', 'reopened'],
      ...['ready', 'not started', 'offen', 'neu', 'zu erledigen'],
    ],
    in_progress: [
      ...['in progress', 'in development', 'doing', 'started', 'active', 'assigned', 'in bearbeitung'],
    ],
    in_review: ['in review', 'review', 'code review', 'in test', 'testing', 'qa', 'feedback', 'in prüfung'],
    blocked: ['blocked', 'on hold', 'waiting', 'impeded', 'blockiert', 'wartend'],
    done: [
      'done',
      'closed',
      'resolved',
      'completed',
      'complete',
      'finished',
      'erledigt',
      'fertig',
      'geschlossen',
    ],
  },
  priority: {
    low: ['low', 'lowest', 'minor', 'trivial', 'niedrig'],
    medium: ['medium', 'normal', 'major', 'mittel'],
    high: ['high', 'hoch'],
    urgent: ['urgent', 'highest', 'critical', 'blocker', 'immediate', 'dringend', 'sofort'],
  },
};
const sharedWords = new Set(['client visible', 'client_visible', 'visible', 'shared', 'public']);
const yes = new Set(['yes', 'true', '1', 'y', 'x', 'ja']);

/** The most likely meaning of a word of the file; '' where only a person can tell. Never more visible than it says. */
export function guessMeaning(field: WordField, heading: string, word: string): string {
  const folded = fold(word);
  if (field === 'visibility') {
    const says = sharedWords.has(folded) || (yes.has(folded) && !isPrivateHeading(heading));
    return says ? 'client_visible' : 'internal_only';
  }
  const meaning = Object.entries(words[field]).find(([, list]) => list.includes(folded))?.[0];
  return meaning ?? (field === 'kind' ? 'task' : '');
}
