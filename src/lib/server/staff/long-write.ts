import { sql } from 'kysely';
import type { StaffTransaction } from './procedure';

/** In milliseconds; a page's other statements end after 15 s (src/lib/server/db/start-up.ts). */
const long_ms = 120_000;

/** Gives the rest of the transaction longer: hiding or moving a project is never to fail for the number of records in it. */
export async function allowLongWrite(db: StaffTransaction): Promise<void> {
  await sql.raw(`set local statement_timeout = ${long_ms}`).execute(db);
}
