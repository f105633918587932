import { jobTypeSave } from '../../../inputs/support';
import { forbidden, Refusal } from '../../errors';
import { stateOf } from '../write-outcome';
import { staffProcedure } from '../procedure';

/** Adds a kind of job to a contract, or changes one: a kind that is not active is offered to nobody, and stays on its tickets. */
export const saveJobType = staffProcedure.input(jobTypeSave).mutation(async ({ ctx: { db, me }, input }) => {
  const { contractId, jobTypeId, name, level, active } = input;
  if (jobTypeId === null) {
    const { tenantId } = await me();
    await db
      .insertInto('app.job_type')
      .values({ tenant_id: tenantId, contract_id: contractId, name, level })
      .execute()
      .catch(notIncluded);
    return;
  }
  const { numUpdatedRows } = await db
    .updateTable('app.job_type')
    .set({ name, level, active })
    .where('contract_id', '=', contractId)
    .where('id', '=', jobTypeId)
    .executeTakeFirst()
    .catch(notIncluded);
  if (!numUpdatedRows) throw forbidden();
});

function notIncluded(error: unknown): never {
  if (stateOf(error) !== '23514') throw error;
  const sentence = "The contract doesn't include this level.";
  throw new Refusal('BAD_REQUEST', sentence, { level: sentence });
}
