import { mayMove } from '../../../domain/ticket-moves';
import { ticketReply } from '../../../inputs/staff-tickets';
import { staffProcedure } from '../procedure';
import { postText } from '../shared/thread/write';
import { requireResolution, lockTicket, notMerged, resolutionFor } from './lock-ticket';
import { findByRequestId } from '../shared/thread/find-by-request-id';
import { warningsOf } from './warnings';

/**
 * Answers on a ticket, and moves it along. The same request again answers with the same message. Where what goes to
 * the client, the text or how it was resolved, holds words of an internal note, or a placeholder that nothing filled, it is not sent but answered with `warnings`, until those are
 * confirmed. A reply arrives also where its status does not: `moved` says whether the ticket stands where it was asked to.
 */
export const reply = staffProcedure.input(ticketReply).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  const ticket = await lockTicket(db, input.ticketId);
  const before = await findByRequestId(db, 'app.message', { requestId: input.requestId, me: staffMemberId });
  if (before) return { ...before, warnings: [], moved: !input.status || input.status === ticket.status };
  notMerged(ticket);
  const wanted = input.status ?? (ticket.status === 'new' ? 'open' : ticket.status);
  requireResolution(ticket.status, wanted, input.resolution);
  // How it was resolved goes to the client whoever reads the reply.
  const toClient = [
    ...(input.visibility === 'client_visible' ? [input.body] : []),
    ...(wanted === 'resolved' && ticket.status !== 'resolved' ? [input.resolution] : []),
  ];
  if (toClient.length) {
    const warnings = await warningsOf(db, input.ticketId, toClient.join('\n\n'), input.confirmed);
    if (warnings.length) return { id: null, warnings, moved: false };
  }
  const { id } = await postText(
    db,
    'app.message',
    { ticket_id: input.ticketId, body: input.body, visibility: input.visibility },
    { requestId: input.requestId, me: staffMemberId, uploads: input.uploads },
  );
  const moved = wanted === ticket.status || mayMove(ticket.status, wanted);
  if (moved && wanted !== ticket.status)
    await db
      .updateTable('app.ticket')
      .set({ status: wanted, ...resolutionFor(wanted, wanted === 'resolved' ? input.resolution : '') })
      .where('id', '=', input.ticketId)
      .execute();
  return { id, warnings: [], moved };
});
