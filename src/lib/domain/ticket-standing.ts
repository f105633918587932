import { figure, plural } from './words';

/** Whether somebody has to do something about a client's tickets, in a sentence. */
export function standingSentence({ unresolved, waiting }: { unresolved: number; waiting: number }): string {
  if (unresolved === 0) return 'No unresolved tickets.';
  const open = plural(unresolved, 'unresolved ticket');
  if (waiting === 0) return `${open}. Nothing needs your reply.`;
  return `${open}, ${figure(waiting)} waiting for your reply.`;
}
