import { sql } from 'kysely';
import { jobRetry } from '../../../inputs/staff-jobs';
import { forbidden, notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { doesInTenant } from '../rights';

/** Has a dead job tried again, from its first attempt. One that somebody had tried again before is not found. */
export const retry = staffProcedure.input(jobRetry).mutation(async ({ ctx: { db }, input: { jobId } }) => {
  const { rows } = await sql<{ mayRetry: boolean; retried: boolean }>`
      select ${doesInTenant('failed_work')} as "mayRetry", app.retry_job(${jobId}::uuid) as retried`.execute(
    db,
  );
  if (!rows[0]?.mayRetry) throw forbidden();
  if (!rows[0].retried) throw notFound();
});
