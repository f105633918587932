import { sql } from 'kysely';
import { ticketReply } from '../../../inputs/tickets';
import { portalProcedure } from '../procedure';
import { lostUpload } from '../../lost-upload';
import { replyRefusal } from './refusal';

/**
 * A message by whoever is signed in: it opens again what waited for the client, and what was resolved, within its window. The same
 * request again answers with the same message. Not found where the ticket is hidden or absent.
 */
export const reply = portalProcedure
  .input(ticketReply)
  .mutation(async ({ ctx: { db }, input: { ticketId, body, uploads, requestId } }) => {
    const { rows } = await sql<{ id: string | null }>`
      select app.reply_to_ticket(${ticketId}::uuid, ${body}, ${uploads}::uuid[], ${requestId}::uuid) as id`
      .execute(db)
      .catch((error: unknown) => {
        throw lostUpload(error);
      });
    const id = rows[0]?.id;
    if (!id) throw await replyRefusal(db, ticketId);
    return { id };
  });
