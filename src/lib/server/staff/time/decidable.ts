import { sql } from 'kysely';
import { forbidden, goneOf, Refusal } from '../../errors';
import type { TimeEntryStatus } from '../../../../../db/types/enums';
import type { StaffTransaction } from '../procedure';
import { isManaged, isTheirsToDecide } from '../recorded-time';

/**
 * The entries of these ids, all of them the person's to decide on; else a refusal in words. An id that cannot be seen fails
 * all as not found (LEAKS L65).
 */
export async function decidableEntries(db: StaffTransaction, ids: readonly string[]) {
  const entries = await db
    .selectFrom('app.time_entry as e')
    .select(['e.id', 'e.status', 'e.minutes'])
    .select([isManaged.as('isManaged'), isTheirsToDecide.as('isTheirsToDecide')])
    .where('e.id', 'in', ids)
    .execute();
  if (entries.length < ids.length) throw goneOf(ids, entries);
  if (entries.some((entry) => !entry.isManaged)) throw forbidden();
  if (entries.some((entry) => !entry.isTheirsToDecide))
    throw new Refusal(
      'FORBIDDEN',
      "You can't approve or reject your own time here. Ask another manager of the project or contract.",
    );
  return entries;
}

/** Decides on entries, or takes decisions on them back; returns how many it reached, those of them that were waiting, or decided. */
export async function decideTime(
  db: StaffTransaction,
  ids: readonly string[],
  decision: TimeEntryStatus,
  reason: string,
): Promise<number> {
  const { rows } = await sql<{ decided: number }>`
    select app.decide_time(${[...ids]}::uuid[], ${decision}::app.time_entry_status, ${reason}) as decided`.execute(
    db,
  );
  return rows[0]?.decided ?? 0;
}
