import { placeholdersIn } from '../../../domain/macro';
import { noteLeaks } from '../../../domain/note-leak';
import { selectAll } from '../../db/select-all';
import type { StaffTransaction } from '../procedure';

export type Warning = { key: string; kind: 'note' | 'message' | 'placeholder'; words: string };

/**
 * The warnings about a text before it goes to the client: words of the ticket's internal notes and of
 * its Internal Only messages, and placeholders that nothing filled. None where every one was confirmed.
 */
export async function warningsOf(
  db: StaffTransaction,
  ticketId: string,
  body: string,
  confirmed: readonly string[],
): Promise<Warning[]> {
  const { notes, messages, tickets } = await selectAll(db, {
    notes: db.selectFrom('app.ticket_note').select(['id', 'body']).where('ticket_id', '=', ticketId),
    messages: db
      .selectFrom('app.message')
      .select(['id', 'body', 'visibility'])
      .where('ticket_id', '=', ticketId),
    tickets: db.selectFrom('app.ticket').select(['title', 'description']).where('id', '=', ticketId),
  });
  const [inside, shown] = [
    messages.filter(({ visibility }) => visibility === 'internal_only'),
    messages.filter(({ visibility }) => visibility === 'client_visible'),
  ];
  const told = [
    ...shown.map((message) => message.body),
    ...tickets.flatMap(({ title, description }) => [title, description]),
  ];
  const leaksOf = (kind: 'note' | 'message', texts: readonly { id: string; body: string }[]) =>
    noteLeaks(body, texts, told).map(({ noteId, words }) => ({
      key: `${kind} ${noteId} ${words}`.slice(0, 200),
      kind,
      words,
    }));
  const found: Warning[] = [
    ...leaksOf('note', notes),
    ...leaksOf('message', inside),
    ...placeholdersIn(body).map((written) => ({
      key: `placeholder ${written}`,
      kind: 'placeholder' as const,
      words: written,
    })),
  ];
  return found.every(({ key }) => confirmed.includes(key)) ? [] : found;
}
