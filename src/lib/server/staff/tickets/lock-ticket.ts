import { sql } from 'kysely';
import { isOver } from '../../../domain/client-ticket-moves';
import { mayMove, noMoveSentence } from '../../../domain/ticket-moves';
import type { TicketStatus } from '../../../domain/ticket-words';
import { forbidden, notFound, Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

/** A ticket that the person works on, locked until the transaction ends, so that two moves come one after the other. */
export async function lockTicket(db: StaffTransaction, ticketId: string) {
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

/** Refuses in words what app.ticket_status_transition would refuse. */
export function requireMove(from: TicketStatus, to: TicketStatus): void {
  if (from !== to && !mayMove(from, to)) {
    const sentence = noMoveSentence(from, to);
    throw new Refusal('CONFLICT', sentence, { status: sentence });
  }
}

/** Refuses to resolve without a word for the client of how. */
export function requireResolution(from: TicketStatus, to: TicketStatus, resolution: string): void {
  if (to === 'resolved' && from !== 'resolved' && !resolution)
    throw new Refusal('BAD_REQUEST', 'Add a resolution note.', {
      resolution: 'Add a resolution note. The client will see it.',
    });
}

/** How it was resolved, to be set along with a status: what was said of an earlier end is not said of a later one. */
export const resolutionFor = (status: TicketStatus | undefined, resolution: string) =>
  status && isOver(status)
    ? {
        resolution: sql<string>`coalesce(nullif(${resolution}, ''), case when status in ('resolved', 'closed') then resolution else '' end)`,
      }
    : {};

export const notMerged = ({ merged_into_id }: { merged_into_id: string | null }): void => {
  if (merged_into_id)
    throw new Refusal('CONFLICT', 'This ticket was merged into another one. Continue there.');
};
