import { counted, plural } from './words';

/** Whether somebody has to do something about a client's tickets, in a sentence. */
export function standingSentence({ unresolved, waiting }: { unresolved: number; waiting: number }): string {
  if (unresolved === 0) return 'Nothing is unresolved.';
  const open = `${plural(unresolved, 'ticket is', 'tickets are')} unresolved`;
  if (waiting === 0) return `${open}. Nothing waits for you.`;
  return `${open}; ${counted(waiting, 'waits', 'wait')} for your reply.`;
}
