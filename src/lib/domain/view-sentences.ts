/** The sentences in previews of a change of visibility, of a project's records and of tickets alike. */
import { taskReference, ticketReference } from './reference';
import { figure, plural } from './words';

/** A ticket and a task that are linked, as a client sees it. */
export type SeenLink = { ticketId: string; ticketNumber: number; taskId: string; taskNumber: number };
/** So many entries of a record's history are shown to the client. */
export type SeenHistory = { id: string; entries: number };

export const excerpt = (text: string) => (text.length > 80 ? `${text.slice(0, 79).trimEnd()}…` : text);

const linked = (link: SeenLink, shows: string) =>
  `${ticketReference(link.ticketNumber)} ${shows} its link to ${taskReference(link.taskNumber)}`;

/** The links that come and go between two views. One that goes with its ticket is not told. */
export function linkSentences(
  before: SeenLink[],
  after: SeenLink[],
  isLost: (ticketId: string) => boolean,
): string[] {
  const key = ({ ticketId, taskId }: SeenLink) => `${ticketId} ${taskId}`;
  const without = (these: SeenLink[], those: SeenLink[]) => {
    const known = new Set(those.map(key));
    return these.filter((link) => !known.has(key(link)));
  };
  return [
    ...without(after, before).map((link) => linked(link, 'will show')),
    ...without(before, after)
      .filter(({ ticketId }) => !isLost(ticketId))
      .map((link) => linked(link, 'will no longer show')),
  ];
}

/** The history that comes back with records that were shared before; `name` is null for one that the client does not gain. */
export const historySentences = (
  histories: SeenHistory[],
  name: (id: string) => string | null,
  whose: string,
): string[] =>
  histories.flatMap(({ id, entries }) => {
    const label = name(id);
    if (label === null || entries === 0) return [];
    const reappear = entries === 1 ? 'reappears' : 'reappear';
    return [`${label} was shared before; ${plural(entries, 'entry', 'entries')} of its ${whose} ${reappear}`];
  });

/** How many texts that had been shared before come back, by what they stand on. */
export function textSentences(
  kind: 'comment' | 'note' | 'message',
  texts: { id: string; on: string }[],
  sharedBefore: ReadonlySet<string>,
): string[] {
  const counts = new Map<string, number>();
  for (const { id, on } of texts) if (sharedBefore.has(id)) counts.set(on, (counts.get(on) ?? 0) + 1);
  return [...counts].map(([on, count]) =>
    count === 1
      ? `1 previously shared ${kind} on ${on} reappears`
      : `${figure(count)} previously shared ${kind}s on ${on} reappear`,
  );
}
