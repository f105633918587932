import { sql } from 'kysely';
import { ticketMergePreview } from '../../../inputs/staff-tickets';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { ticketsNamed } from './named';

/** What a merge would move, and into which of the client's tickets: those that a number or words of a title name. */
export const mergePreview = staffProcedure
  .input(ticketMergePreview)
  .query(async ({ ctx: { db }, input: { ticketId, which } }) => {
    const source = await db
      .selectFrom('app.ticket')
      .select(['client_id', 'visibility'])
      .where('id', '=', ticketId)
      .executeTakeFirst();
    if (!source) throw notFound();
    const count = sql<number>`count(*)::int`.as('rows');
    const found = await together(db, {
      tickets: ticketsNamed(db, source.client_id, which)
        .where('t.id', '<>', ticketId)
        .where('t.merged_into_id', 'is', null)
        .limit(8),
      messages: db.selectFrom('app.message').select(count).where('ticket_id', '=', ticketId),
      notes: db.selectFrom('app.ticket_note').select(count).where('ticket_id', '=', ticketId),
      files: db.selectFrom('app.attachment').select(count).where('ticket_id', '=', ticketId),
      tasks: db.selectFrom('app.ticket_task').select(count).where('ticket_id', '=', ticketId),
    });
    const rows = (list: { rows: number }[]) => list[0]?.rows ?? 0;
    return {
      tickets: found.tickets.map((ticket) => ({
        ...ticket,
        /** A ticket that the client sees would be closed before their eyes for a reason that they cannot see. */
        mayTake: source.visibility === 'internal_only' || ticket.visibility === 'client_visible',
      })),
      moves: {
        messages: rows(found.messages),
        notes: rows(found.notes),
        files: rows(found.files),
        tasks: rows(found.tasks),
      },
    };
  });
