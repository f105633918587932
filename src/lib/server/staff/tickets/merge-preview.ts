import { sql } from 'kysely';
import { ticketMergePreview } from '../../../inputs/staff-tickets';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { ticketsNamed } from './named';

/** The records that a merge would move, and the client's tickets that it could move them to: those that a number or words of a title name. */
export const mergePreview = staffProcedure
  .input(ticketMergePreview)
  .query(async ({ ctx: { db }, input: { ticketId, which } }) => {
    const source = await db
      .selectFrom('app.ticket')
      .select(['client_id', 'visibility'])
      .where('id', '=', ticketId)
      .executeTakeFirst();
    if (!source) throw notFound();
    const counts = [
      sql<number>`count(*)::int`.as('rows'),
      sql<number>`(count(*) filter (where shared))::int`.as('shared'),
    ] as const;
    const found = await selectAll(db, {
      tickets: ticketsNamed(db, source.client_id, which)
        .where('t.id', '<>', ticketId)
        .where('t.merged_into_id', 'is', null)
        .limit(8),
      messages: db.selectFrom('app.message').select(counts).where('ticket_id', '=', ticketId),
      notes: db.selectFrom('app.ticket_note').select(counts[0]).where('ticket_id', '=', ticketId),
      files: db.selectFrom('app.attachment').select(counts).where('record_id', '=', ticketId),
      tasks: db.selectFrom('app.ticket_task').select(counts).where('ticket_id', '=', ticketId),
    });
    const rows = (list: { rows: number }[]) => list[0]?.rows ?? 0;
    const shared = (list: { shared: number }[]) => list[0]?.shared ?? 0;
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
      /** Null where the client does not see the ticket, and so will see nothing of the merge; else those of `moves` that they go on seeing. */
      clientSees:
        source.visibility === 'internal_only'
          ? null
          : {
              messages: shared(found.messages),
              files: shared(found.files),
              tasks: shared(found.tasks),
            },
    };
  });
