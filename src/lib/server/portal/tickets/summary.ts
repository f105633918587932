import { sql } from 'kysely';
import { unresolvedStatuses } from '../../../domain/ticket-status';
import { portalProcedure } from '../procedure';

/** How many visible tickets are unresolved, and how many of them wait for the client. */
export const summary = portalProcedure.query(async ({ ctx: { db } }) => {
  const row = await db
    .selectFrom('app.ticket')
    .select([
      sql<number>`count(*)::int`.as('unresolved'),
      sql<number>`count(*) filter (where status = 'waiting_on_client')::int`.as('waiting'),
    ])
    .where('status', 'in', unresolvedStatuses)
    .executeTakeFirst();
  return row ?? { unresolved: 0, waiting: 0 };
});
