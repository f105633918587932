import type { Transaction } from 'kysely';
import type { ClientDatabase } from '../../../../../db/types/client';
import type { TicketView } from '../../../domain/ticket-view';
import { together } from '../../db/together';

/** What the asking client sees of these tickets, in one statement. */
export function readTicketView(
  client: Transaction<ClientDatabase>,
  ticketIds: readonly string[],
): Promise<TicketView> {
  const ids = [...ticketIds];
  return together(client, {
    tickets: client
      .selectFrom('app.ticket')
      .select(['id', 'number', 'title'])
      .where('id', 'in', ids)
      .orderBy('number'),
    messages: client
      .selectFrom('app.message')
      .select(['id', 'body', 'author_name as author'])
      .where('ticket_id', 'in', ids)
      .orderBy('shared_at')
      .orderBy('id'),
    attachments: client
      .selectFrom('app.attachment as f')
      .leftJoin('app.message as m', 'm.id', 'f.message_id')
      .select(['f.id', 'f.name'])
      .where((where) => where.or([where('f.ticket_id', 'in', ids), where('m.ticket_id', 'in', ids)]))
      .orderBy('f.shared_at')
      .orderBy('f.id'),
  });
}
