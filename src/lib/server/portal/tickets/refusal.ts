import { notFound, Refusal } from '../../errors';
import type { PortalDatabase } from '../procedure';

/** For what cannot be done with a ticket: with a sentence where the person sees it, not found where hidden or absent. */
export async function refusalFor(db: PortalDatabase, ticketId: string, sentence: string): Promise<Refusal> {
  const seen = await db.selectFrom('app.ticket').select('id').where('id', '=', ticketId).executeTakeFirst();
  return seen ? new Refusal('CONFLICT', sentence) : notFound();
}
