import { sql } from 'kysely';
import { ticketRating } from '../../../inputs/tickets';
import { portalProcedure } from '../procedure';
import { refusalFor } from './refusal';

/** How satisfied the client is with a ticket that was resolved; a later rating takes the place of an earlier one. */
export const rate = portalProcedure
  .input(ticketRating)
  .mutation(async ({ ctx: { db }, input: { ticketId, rating, comment } }) => {
    const { rows } = await sql<{ rated: boolean }>`
      select app.rate_ticket(${ticketId}::uuid, ${rating}::int, ${comment}) as rated`.execute(db);
    if (!rows[0]?.rated) throw await refusalFor(db, ticketId, "You can rate a ticket once it's resolved.");
  });
