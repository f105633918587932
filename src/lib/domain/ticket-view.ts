/** The tickets as a client sees them, and the changes when staff share or withdraw a record; as client-view.ts does for a project. */
import type { SeenRecord, ViewChange } from './client-view';
import { ticketReference } from './reference';
import {
  excerpt,
  historySentences,
  linkSentences,
  textSentences,
  type SeenHistory,
  type SeenLink,
} from './view-sentences';

export type TicketView = {
  tickets: { id: string; number: number; title: string }[];
  messages: { id: string; ticketId: string; body: string; author: string }[];
  attachments: { id: string; name: string }[];
  links: SeenLink[];
  /** Other tickets that say that they go on in one of these. */
  merged: { id: string; number: number; intoNumber: number }[];
  histories: SeenHistory[];
};

const recordsOf = (view: TicketView): SeenRecord[] => [
  ...view.tickets.map(({ id, number, title }) => ({
    kind: 'ticket' as const,
    id,
    label: `${ticketReference(number)} ${title}`,
  })),
  ...view.messages.map(({ id, body, author }) => ({
    kind: 'message' as const,
    id,
    label: `${author}: ${excerpt(body)}`,
  })),
  ...view.attachments.map(({ id, name }) => ({ kind: 'attachment' as const, id, label: name })),
];

/**
 * The records that the client gains and loses between two views: tickets, links, history that comes back. Tickets move no progress.
 * `sharedBefore` as in changeOfView.
 */
export function changeOfTicketView(
  before: TicketView,
  after: TicketView,
  sharedBefore: ReadonlySet<string> = new Set(),
): ViewChange {
  const without = (records: SeenRecord[], others: SeenRecord[]) => {
    const known = new Set(others.map(({ kind, id }) => `${kind} ${id}`));
    return records.filter(({ kind, id }) => !known.has(`${kind} ${id}`));
  };
  const [was, is] = [recordsOf(before), recordsOf(after)];
  const [gains, losses] = [without(is, was), without(was, is)];
  const idsOf = (records: SeenRecord[]) =>
    new Set(records.flatMap(({ kind, id }) => (kind === 'ticket' ? id : [])));
  const [gained, lost] = [idsOf(gains), idsOf(losses)];
  const numbers = new Map(after.tickets.map(({ id, number }) => [id, ticketReference(number)]));
  const merges = (these: TicketView, those: TicketView, shows: string) => {
    const known = new Set(those.merged.map(({ id }) => id));
    return these.merged
      .filter(({ id }) => !known.has(id) && !gained.has(id) && !lost.has(id))
      .map(
        ({ number, intoNumber }) =>
          `${ticketReference(number)} ${shows} that it was merged into ${ticketReference(intoNumber)}`,
      );
  };
  return {
    gains,
    losses,
    further: [],
    rollups: [],
    references: [
      ...linkSentences(before.links, after.links, (ticketId) => lost.has(ticketId)),
      ...merges(after, before, 'will show'),
      ...merges(before, after, 'will no longer show'),
    ],
    history: [
      ...historySentences(
        after.histories,
        (id) => (gained.has(id) ? (numbers.get(id) ?? null) : null),
        'history',
      ),
      ...textSentences(
        'message',
        after.messages.map(({ id, ticketId }) => ({ id, on: numbers.get(ticketId) ?? 'a ticket' })),
        sharedBefore,
      ),
    ],
  };
}
