/**
 * Writes how an attempt ended. Each statement holds only while this worker's lease does: by the job's id (a job that was made anew
 * has another), by the fencing token of its last lease, and before that lease is over.
 */
import { sql } from 'kysely';
import { backOff_s } from '../../../domain/back-off';
import type { WorkerTransaction } from '../transaction';
import type { Job, Kind, Next } from './kind';

/** Another worker has taken the job, or may by now. */
export class LostLease extends Error {}

/** Nothing was brought by the outbox since the job was taken; news sets next_run_at forward. */
const noNews = sql<boolean>`next_run_at = leased_until`;
const stillHeld = ({ id, fencing_token }: Job) =>
  sql<boolean>`id = ${id} and fencing_token = ${fencing_token} and leased_until > clock_timestamp()`;

const momentOf = (next: { at: string } | { in_s: number }) =>
  'at' in next
    ? sql<string>`${next.at}::timestamptz`
    : sql<string>`clock_timestamp() + make_interval(secs => ${next.in_s})`;

/** The job is done, or has another time; with news it is due at once. Throws LostLease. */
export async function settle(db: WorkerTransaction, job: Job, next: Next): Promise<void> {
  if (!next) {
    const { numDeletedRows } = await db
      .deleteFrom('app.job')
      .where(stillHeld(job))
      .where(noNews)
      .executeTakeFirst();
    if (numDeletedRows) return;
  }
  const { numUpdatedRows } = await db
    .updateTable('app.job')
    .set({
      ...{ leased_until: null, attempts: 0, last_error: null },
      ...(next && {
        next_run_at: sql<string>`case when ${noNews} then ${momentOf(next)} else next_run_at end`,
      }),
    })
    .where(stillHeld(job))
    .executeTakeFirst();
  if (!numUpdatedRows) throw new LostLease();
}

/** The attempt failed: the job is tried again later, or is dead, which is returned. Throws LostLease. */
export async function settleFailure(
  db: WorkerTransaction,
  job: Job,
  { attempts_max }: Kind,
  reason: string,
): Promise<boolean> {
  const wait_s = backOff_s(job.attempts, Math.random());
  const settled = await db
    .updateTable('app.job')
    .set({
      ...{ leased_until: null, last_error: reason },
      next_run_at: sql<string>`case when ${noNews} then clock_timestamp() + make_interval(secs => ${wait_s}) else next_run_at end`,
      died_at: sql<
        string | null
      >`case when ${noNews} and ${job.attempts >= attempts_max} then clock_timestamp() end`,
    })
    .where(stillHeld(job))
    .returning('died_at')
    .executeTakeFirst();
  if (!settled) throw new LostLease();
  return settled.died_at !== null;
}
