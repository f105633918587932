import { sql } from 'kysely';
import { log } from '../../log';
import { asWorker } from '../transaction';

/**
 * Ends what holds a lock of a client's for more than half a minute, and the team off a ticket meanwhile: the application's own
 * transactions are over long before, by time-outs that a client with SQL on the login could lift. Returns how many it ended.
 */
export async function endOldTransactions(): Promise<number> {
  const { rows } = await asWorker(null, (db) =>
    sql<{ ended: number }>`select app.end_old_transactions() as ended`.execute(db),
  );
  const ended = rows[0]?.ended ?? 0;
  if (ended) log.warn({ ended }, 'client transactions older than 30 seconds were ended');
  return ended;
}
