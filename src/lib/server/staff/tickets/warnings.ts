import { placeholdersIn } from '../../../domain/macro';
import { noteLeaks } from '../../../domain/note-leak';
import { together } from '../../db/together';
import type { StaffTransaction } from '../procedure';

export type Warning = { key: string; kind: 'note' | 'placeholder'; words: string };

/**
 * What somebody should look at before a text goes to the client: words of the ticket's internal notes, and placeholders that nothing
 * filled. None where every one was
 * confirmed.
 */
export async function warningsOf(
  db: StaffTransaction,
  ticketId: string,
  body: string,
  confirmed: readonly string[],
): Promise<Warning[]> {
  const { notes, messages, tickets } = await together(db, {
    notes: db.selectFrom('app.ticket_note').select(['id', 'body']).where('ticket_id', '=', ticketId),
    messages: db
      .selectFrom('app.message')
      .select('body')
      .where('ticket_id', '=', ticketId)
      .where('visibility', '=', 'client_visible'),
    tickets: db.selectFrom('app.ticket').select(['title', 'description']).where('id', '=', ticketId),
  });
  const told = [
    ...messages.map((message) => message.body),
    ...tickets.flatMap(({ title, description }) => [title, description]),
  ];
  const found: Warning[] = [
    ...noteLeaks(body, notes, told).map(({ noteId, words }) => ({
      key: `note ${noteId} ${words}`.slice(0, 200),
      kind: 'note' as const,
      words,
    })),
    ...placeholdersIn(body).map((written) => ({
      key: `placeholder ${written}`,
      kind: 'placeholder' as const,
      words: written,
    })),
  ];
  return found.every(({ key }) => confirmed.includes(key)) ? [] : found;
}
