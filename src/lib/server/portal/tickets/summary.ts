import { sql } from 'kysely';
import { portalProcedure } from '../procedure';
import { isUnresolved } from './matching';

/** How many visible tickets are unresolved, and how many of them wait for the client. */
export const summary = portalProcedure.query(async ({ ctx: { db } }) => {
  const row = await db
    .selectFrom('app.ticket as t')
    .select([
      sql<number>`count(*)::int`.as('unresolved'),
      sql<number>`count(*) filter (where t.status = 'waiting_on_client')::int`.as('waiting'),
    ])
    .where(isUnresolved)
    .executeTakeFirst();
  return row ?? { unresolved: 0, waiting: 0 };
});
