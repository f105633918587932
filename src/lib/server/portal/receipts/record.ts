import { sql } from 'kysely';
import { receiptInput } from '../../../inputs/projects';
import { portalProcedure } from '../procedure';

/** Notes that the person opened a record they see. Says nothing, and does nothing, for one that they don't. */
export const record = portalProcedure
  .input(receiptInput)
  .mutation(async ({ ctx: { db }, input: { kind, recordId } }) => {
    await sql`select app.record_receipt(${kind}::app.record_kind, ${recordId}::uuid)`.execute(db);
  });
