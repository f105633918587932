import { sql } from 'kysely';
import { portalProcedure } from '../procedure';
import { isUnresolved } from './matching';

/** So many of the tickets that wait for a reply are named. */
const named_max = 5;

/**
 * How many visible tickets are unresolved, how many of them wait for the client's reply, and those that have waited longest, by name.
 */
export const summary = portalProcedure.query(async ({ ctx: { db } }) => {
  const row = await db
    .selectFrom('app.ticket as t')
    .select([
      sql<number>`count(*)::int`.as('unresolved'),
      sql<number>`count(*) filter (where t.status = 'waiting_on_client')::int`.as('waiting'),
    ])
    .where(isUnresolved)
    .executeTakeFirst();
  if (!row?.waiting) return { unresolved: row?.unresolved ?? 0, waiting: 0, longestWaiting: [] };
  const longestWaiting = await db
    .selectFrom('app.ticket as t')
    .select(['t.id', 't.number', 't.title'])
    .where('t.status', '=', 'waiting_on_client')
    .where(isUnresolved)
    .orderBy('t.activity_at')
    .orderBy('t.id', 'desc')
    .limit(named_max)
    .execute();
  return { ...row, longestWaiting };
});
