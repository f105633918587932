import { sql } from 'kysely';
import { ticketMove } from '../../../inputs/tickets';
import { portalProcedure } from '../procedure';
import { refusalFor } from './refusal';

const sentences = {
  resolved: 'This ticket is already resolved or was merged into another one.',
  open: 'This ticket can no longer be reopened. Create a new ticket instead.',
};

/** Resolves a ticket, or reopens one within its window. Not found where it is hidden or absent. */
export const move = portalProcedure
  .input(ticketMove)
  .mutation(async ({ ctx: { db }, input: { ticketId, status } }) => {
    const { rows } = await sql<{ moved: boolean }>`
      select app.move_ticket(${ticketId}::uuid, ${status}::app.ticket_status) as moved`.execute(db);
    if (!rows[0]?.moved) throw await refusalFor(db, ticketId, sentences[status]);
  });
