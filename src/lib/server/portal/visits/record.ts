import { sql } from 'kysely';
import { portalProcedure } from '../procedure';

/** Notes that the person is here; after half an hour of absence, "since your last visit" starts anew. */
export const record = portalProcedure.mutation(async ({ ctx: { db } }) => {
  await sql`select app.record_visit()`.execute(db);
});
