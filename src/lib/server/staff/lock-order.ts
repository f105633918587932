import { sql } from 'kysely';
import type { StaffTransaction } from './procedure';

/**
 * Locks all epics, or all stories, of the projects of these, until the transaction ends: whoever moves, shares, hides or
 * deletes one changes the places that the client sees of the others. In the order of ids, so that none waits for another in a
 * circle. Returns the ids of those that the person may change.
 */
export async function lockOrder(
  db: StaffTransaction,
  kind: 'epic' | 'story',
  ids: readonly string[],
): Promise<Set<string>> {
  const table = sql.table(`app.${kind}`);
  const { rows } = await sql<{ id: string }>`
    select id from ${table}
     where project_id in (select project_id from ${table} where id = any(${[...ids]}::uuid[]))
     order by id for no key update`.execute(db);
  return new Set(rows.map(({ id }) => id));
}
