import { sql, type Transaction } from 'kysely';
import type { ClientDatabase } from '../../../../../db/types/client';
import type { TicketView } from '../../../domain/ticket-view';
import { selectAll } from '../../db/select-all';

/** Reads these tickets as the calling client sees them, in one statement. */
export function readTicketView(
  client: Transaction<ClientDatabase>,
  ticketIds: readonly string[],
): Promise<TicketView> {
  const ids = [...ticketIds];
  return selectAll(client, {
    tickets: client
      .selectFrom('app.ticket')
      .select(['id', 'number', 'title'])
      .where('id', 'in', ids)
      .orderBy('number'),
    messages: client
      .selectFrom('app.message')
      .select(['id', 'ticket_id as ticketId', 'body', 'author_name as author'])
      .where('ticket_id', 'in', ids)
      .orderBy('shared_at')
      .orderBy('id'),
    attachments: client
      .selectFrom('app.attachment')
      .select(['id', 'name'])
      .where('ticket_id', 'in', ids)
      .orderBy('shared_at')
      .orderBy('id'),
    links: client
      .selectFrom('app.ticket_task as l')
      .innerJoin('app.ticket as k', 'k.id', 'l.ticket_id')
      .innerJoin('app.task as t', 't.id', 'l.task_id')
      .select(['k.id as ticketId', 'k.number as ticketNumber', 't.id as taskId', 't.number as taskNumber'])
      .where('l.ticket_id', 'in', ids)
      .orderBy('k.number')
      .orderBy('t.number'),
    merged: client
      .selectFrom('app.ticket as m')
      .innerJoin('app.ticket as k', 'k.id', 'm.visible_merged_into_id')
      .select(['m.id', 'm.number', 'k.number as intoNumber'])
      .where('m.visible_merged_into_id', 'in', ids)
      .orderBy('m.number'),
    histories: client
      .selectFrom('app.ticket_event')
      .select(['ticket_id as id', sql<number>`count(*)::int`.as('entries')])
      .where('ticket_id', 'in', ids)
      .groupBy('ticket_id')
      .orderBy('ticket_id'),
  });
}
