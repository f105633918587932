import { ticketReference } from '../../../domain/reference';
import { notFound, Refusal } from '../../errors';
import type { PortalDatabase } from '../procedure';

/** For a reply that a ticket does not take: where it was merged into another one, that one is named. */
export async function replyRefusal(db: PortalDatabase, ticketId: string): Promise<Refusal> {
  const into = await db
    .selectFrom('app.ticket as t')
    .innerJoin('app.ticket as into', 'into.id', 't.visible_merged_into_id')
    .select(['into.number', 'into.title'])
    .where('t.id', '=', ticketId)
    .executeTakeFirst();
  return into
    ? new Refusal(
        'CONFLICT',
        `This ticket was merged into ${ticketReference(into.number)} ${into.title}. We kept your text; send it there.`,
      )
    : refusalFor(db, ticketId, 'This ticket is closed to replies. Create a new ticket instead.');
}

/** For what cannot be done with a ticket: with a sentence where the person sees it, not found where hidden or absent. */
export async function refusalFor(db: PortalDatabase, ticketId: string, sentence: string): Promise<Refusal> {
  const seen = await db.selectFrom('app.ticket').select('id').where('id', '=', ticketId).executeTakeFirst();
  return seen ? new Refusal('CONFLICT', sentence) : notFound();
}
