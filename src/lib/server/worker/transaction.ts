import type { Transaction } from 'kysely';
import type { WorkerDatabase } from '../../../../db/types/worker';
import { poolOf } from '../db/pools';
import { inTransaction } from '../db/transaction';

export type WorkerTransaction = Transaction<WorkerDatabase>;

/**
 * Runs `work` in one transaction as role worker, for one tenant: rows of others are not there. With no tenant there are no
 * rows at all, but the functions that hand out work of every tenant (app.lease_jobs and the like) answer.
 */
export const asWorker = <T>(tenantId: string | null, work: (db: WorkerTransaction) => Promise<T>) =>
  inTransaction<WorkerDatabase, T>(
    poolOf('worker_app'),
    { role: 'worker', tenant: tenantId ?? '' },
    'read write',
    work,
  );
