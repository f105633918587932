import { sql } from 'kysely';
import { ticketMerge } from '../../../inputs/staff-tickets';
import { notFound, Refusal } from '../../errors';
import { staffProcedure } from '../procedure';
import { lockTicket, notMerged, resolutionFor } from './lock-ticket';

/**
 * Merges a ticket into another one of the same client: messages, notes, files and links with tasks move there, each with its flag,
 * and the ticket is closed with a word of where it went. What was hidden stays hidden, links and earlier merges too; that is the
 * database's rule, not this one's.
 * Another client's ticket is not found.
 */
export const merge = staffProcedure
  .input(ticketMerge)
  .mutation(async ({ ctx: { db }, input: { ticketId, intoId } }) => {
    // In one order, so that two merges across each other do not wait for one another.
    const [first, second] = ticketId < intoId ? [ticketId, intoId] : [intoId, ticketId];
    const held = [await lockTicket(db, first), await lockTicket(db, second)];
    if (ticketId === intoId) throw new Refusal('BAD_REQUEST', "You can't merge a ticket into itself.");
    const source = held.find(({ id }) => id === ticketId);
    const target = held.find(({ id }) => id === intoId);
    if (!source || !target) throw notFound();
    if (source.client_id !== target.client_id) throw notFound();
    notMerged(source);
    notMerged(target);
    if (source.visibility === 'client_visible' && target.visibility !== 'client_visible')
      throw new Refusal(
        'CONFLICT',
        'The client can see this ticket but not the other one. Share the other one first, or make this one Internal Only.',
      );

    // A task that both are linked with stays linked as it is there.
    await db
      .deleteFrom('app.ticket_task')
      .where('ticket_id', '=', ticketId)
      .where(
        'task_id',
        'in',
        db.selectFrom('app.ticket_task').select('task_id').where('ticket_id', '=', intoId),
      )
      .execute();
    await sql`select app.move_to_ticket(${ticketId}, ${intoId})`.execute(db);
    // Tickets that were merged into this one now point to the target.
    await db
      .updateTable('app.ticket')
      .set({ merged_into_id: intoId })
      .where('merged_into_id', '=', ticketId)
      .execute();
    await db
      .updateTable('app.ticket')
      .set({ merged_into_id: intoId, status: 'closed', ...resolutionFor('closed', '') })
      .where('id', '=', ticketId)
      .execute();
    return { id: intoId };
  });
