import type { JobKind } from '../../../../../db/types/enums';
import type { WorkerTransaction } from '../transaction';

/** A job that this process holds under a lease. */
export type Job = {
  tenant_id: string;
  id: string;
  kind: JobKind;
  record_id: string;
  /** Of this attempt, from 1. */
  attempts: number;
  /** Greater than that of any lease of the job before. */
  fencing_token: number;
};

/** When there is something to do again: at a moment, in so many seconds, or never. */
export type Next = { at: string } | { in_s: number } | null;

export type Done = {
  /** Writes the effects, in one transaction with the outcome: where the lease was lost, none of them counts. */
  write: (db: WorkerTransaction) => Promise<Next>;
  /** Done once the effects are committed; a process may end before. */
  committed?: () => Promise<unknown>;
  /** Done where the lease was lost. */
  refused?: () => Promise<unknown>;
};

/** How jobs of a kind are done. An error that `work` or its `write` throws has the job tried again. */
export type Kind = {
  /** So many attempts that fail or end with their process, one after the other, are a job's death. */
  attempts_max: number;
  /** Does what takes long, outside of any transaction. */
  work: (job: Job) => Done | Promise<Done>;
  /** Writes what a death means for the record, in the transaction that says so. */
  died?: (db: WorkerTransaction, job: Job, reason: string) => Promise<unknown>;
};

export const nothingToDo: Done = { write: () => Promise.resolve(null) };
