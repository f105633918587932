/** The loop over work that is due (supabase/migrations/20261130000450_work.sql says how a job is held). */
import { sql } from 'kysely';
import type { JobKind } from '../../../../../db/types/enums';
import { log } from '../../log';
import { asWorker } from '../transaction';
import type { Done, Job, Kind } from './kind';
import { reasonOf } from './reason-of';
import { LostLease, settle, settleFailure } from './settle';

/** Rows of the outbox that are turned into jobs in a turn, of each tenant. */
const drained_max = 1_000;

export type Lane = {
  kinds: Partial<Record<JobKind, Kind>>;
  /** How long a worker has for the jobs that it takes at once, in seconds. Others wait as long for those of one that was killed. */
  lease_s: number;
  /** Taken at once; a process that is told to stop finishes them. */
  most: number;
};

/** One turn of a lane: takes some jobs that are due, the tenants one after the other, and does them. Returns how many. */
export function laneOf({ kinds, lease_s, most }: Lane): () => Promise<number> {
  const names = `{${Object.keys(kinds).join(',')}}`;
  let servedLast: string | null = null;
  return async () => {
    const jobs: Job[] = await asWorker(null, async (db) => {
      await sql`select app.drain_outbox(${drained_max})`.execute(db);
      const leased = await sql<Job>`
        select * from app.lease_jobs(${names}::app.job_kind[], ${lease_s}, ${most}, ${servedLast}::uuid)`.execute(
        db,
      );
      return leased.rows;
    });
    for (const job of jobs) {
      servedLast = job.tenant_id;
      const kind = kinds[job.kind];
      if (kind) await perform(kind, job);
    }
    return jobs.length;
  };
}

async function perform(kind: Kind, job: Job) {
  let done: Done | undefined;
  try {
    // A worker that the job ended could say nothing of it.
    if (job.attempts > kind.attempts_max) throw new Error('the worker ended in the middle, again and again');
    const { write, committed } = (done = await kind.work(job));
    await asWorker(job.tenant_id, async (db) => settle(db, job, await write(db)));
    await committed?.().catch((error: unknown) =>
      log.error({ err: error, job }, 'what follows a job failed'),
    );
  } catch (error) {
    if (error instanceof LostLease) await letGo(job, done);
    else await fail(kind, job, error);
  }
}

async function fail(kind: Kind, job: Job, error: unknown) {
  log.error({ err: error, job }, 'a job failed');
  const reason = reasonOf(error);
  try {
    await asWorker(job.tenant_id, async (db) => {
      const isDead = await settleFailure(db, job, kind, reason);
      if (isDead) await kind.died?.(db, job, reason);
    });
  } catch (second) {
    if (second instanceof LostLease) await letGo(job);
    else
      log.error(
        { err: second, job },
        'that a job failed could not be written; it is due when its lease ends',
      );
  }
}

async function letGo(job: Job, done?: Done) {
  log.warn({ job }, 'a job took longer than its lease; its outcome does not count');
  await done?.refused?.().catch((error: unknown) => log.error({ err: error, job }, 'nothing was tidied up'));
}
