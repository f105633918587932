/** What a client sees of tickets, and how it changes when the team shares or withdraws something; as client-view.ts does for a project. */
import type { SeenRecord, ViewChange } from './client-view';
import { ticketReference } from './reference';

export type TicketView = {
  tickets: { id: string; number: number; title: string }[];
  messages: { id: string; body: string; author: string }[];
  attachments: { id: string; name: string }[];
};

const excerpt = (text: string) => (text.length > 80 ? `${text.slice(0, 79).trimEnd()}…` : text);

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

/** The records that the client gains and loses between two views. Tickets move no progress and no references. */
export function changeOfTicketView(before: TicketView, after: TicketView): ViewChange {
  const without = (records: SeenRecord[], others: SeenRecord[]) => {
    const known = new Set(others.map(({ kind, id }) => `${kind} ${id}`));
    return records.filter(({ kind, id }) => !known.has(`${kind} ${id}`));
  };
  const [was, is] = [recordsOf(before), recordsOf(after)];
  return { gains: without(is, was), losses: without(was, is), rollups: [], references: [] };
}
