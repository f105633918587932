import { ticketMove } from '../../../inputs/staff-tickets';
import { staffProcedure } from '../procedure';
import { demandMove, heldTicket, notMerged } from './held';

/** Moves a ticket to another status, as app.ticket_move allows; with how it was resolved, which the client reads. */
export const move = staffProcedure
  .input(ticketMove)
  .mutation(async ({ ctx: { db }, input: { ticketId, status, resolution } }) => {
    const ticket = await heldTicket(db, ticketId);
    notMerged(ticket);
    demandMove(ticket.status, status);
    await db
      .updateTable('app.ticket')
      .set({ status, ...(resolution !== undefined && { resolution }) })
      .where('id', '=', ticketId)
      .execute();
  });
