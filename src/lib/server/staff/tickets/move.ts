import { ticketMove } from '../../../inputs/staff-tickets';
import { staffProcedure } from '../procedure';
import { requireMove, requireResolution, lockTicket, notMerged, resolutionFor } from './lock-ticket';
import { warningsOf } from './warnings';

/**
 * Moves a ticket to another status, as app.ticket_status_transition allows; to Resolved with how it was resolved, which the client reads, and
 * which is warned of as a reply is.
 */
export const move = staffProcedure
  .input(ticketMove)
  .mutation(async ({ ctx: { db }, input: { ticketId, status, resolution, confirmed } }) => {
    const ticket = await lockTicket(db, ticketId);
    notMerged(ticket);
    requireMove(ticket.status, status);
    requireResolution(ticket.status, status, resolution);
    const warnings = resolution ? await warningsOf(db, ticketId, resolution, confirmed) : [];
    if (warnings.length) return { warnings };
    await db
      .updateTable('app.ticket')
      .set({ status, ...resolutionFor(status, resolution) })
      .where('id', '=', ticketId)
      .execute();
    return { warnings };
  });
