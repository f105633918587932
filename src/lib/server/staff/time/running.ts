import { sql } from 'kysely';
import { staffProcedure } from '../procedure';
import { entriesOnWork, work } from './work';

/** The person's timer that runs, with what it runs on; null where none does. */
export const running = staffProcedure.query(async ({ ctx: { db } }) => {
  const entry = await entriesOnWork(db)
    .select(['e.id', ...work])
    .select(sql<string>`to_json(e.started_at) #>> '{}'`.as('startedAt'))
    .where('e.staff_member_id', '=', sql<string>`(select app.staff_id())`)
    .where('e.minutes', 'is', null)
    .executeTakeFirst();
  return entry ?? null;
});
