import { mayMove, noMoveSentence } from '../../../domain/ticket-moves';
import type { TicketStatus } from '../../../domain/ticket-words';
import { forbidden, notFound, Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

/** A ticket that the person works on, locked until the transaction ends, so that two moves come one after the other. */
export async function heldTicket(db: StaffTransaction, ticketId: string) {
  const ticket = await db
    .selectFrom('app.ticket')
    .select(['id', 'status', 'client_id', 'contract_id', 'merged_into_id', 'visibility'])
    .where('id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst();
  if (ticket) return ticket;
  // Rows that one may read and not change are not locked either.
  const seen = await db.selectFrom('app.ticket').select('id').where('id', '=', ticketId).executeTakeFirst();
  if (!seen) throw notFound();
  throw forbidden();
}

/** Refuses in words what app.ticket_move would refuse. */
export function demandMove(from: TicketStatus, to: TicketStatus): void {
  if (from !== to && !mayMove(from, to)) {
    const sentence = noMoveSentence(from, to);
    throw new Refusal('CONFLICT', sentence, { status: sentence });
  }
}

export const notMerged = ({ merged_into_id }: { merged_into_id: string | null }): void => {
  if (merged_into_id)
    throw new Refusal('CONFLICT', 'This ticket was merged into another one. Go on with it there.');
};
