import { sql } from 'kysely';
import { contractSupport } from '../../../inputs/support';
import { forbidden, notFound, Refusal, stale } from '../../errors';
import { stateOf } from '../write-outcome';
import { staffProcedure } from '../procedure';

/** Saves the support that a contract includes; contract Owners only, says the policy. Levels that open tickets have stay theirs. */
export const saveSupport = staffProcedure
  .input(contractSupport)
  .mutation(async ({ ctx: { db, me }, input }) => {
    const { tenantId } = await me();
    const { contractId, version } = input;
    const values = {
      levels: sql<string>`${[...new Set(input.levels)]}::app.support_level[]` as never,
      reopen_days: input.reopenDays,
      sla_disclosure: input.disclosure,
    };
    if (version === null) {
      await db
        .insertInto('app.contract_support')
        .values({ tenant_id: tenantId, contract_id: contractId, ...values })
        .execute();
      return;
    }
    const { numUpdatedRows } = await db
      .updateTable('app.contract_support')
      .set({ ...values, version: version + 1 })
      .where('contract_id', '=', contractId)
      .where('version', '=', version)
      .executeTakeFirst()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23514') throw error;
        const sentence = "A job type uses a level you're removing. Change the job type first.";
        throw new Refusal('CONFLICT', sentence, { levels: sentence });
      });
    if (numUpdatedRows) return;
    const seen = await db
      .selectFrom('app.contract_support')
      .select('version')
      .where('contract_id', '=', contractId)
      .executeTakeFirst();
    if (!seen) throw notFound();
    throw seen.version === version ? forbidden() : stale();
  });
