import { sql } from 'kysely';
import { visibilityChange } from '../../../inputs/staff';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/**
 * Shares records with the client or makes them internal, one or many of a kind, all or none. The reason goes into the
 * visibility log. An id that cannot be seen fails the whole change as not found (LEAKS L65).
 */
export const set = staffProcedure.input(visibilityChange).mutation(async ({ ctx: { db }, input }) => {
  const ids = [...new Set(input.ids)];
  await sql`select app.give_reason(${input.reason})`.execute(db);
  const { numAffectedRows } = await sql`
    update ${sql.table(`app.${input.kind}`)} set visibility = ${input.visibility}::app.visibility
     where id = any(${ids}::uuid[])`.execute(db);
  await explainMissing(db, input.kind, ids, Number(numAffectedRows ?? 0));
  return { changed: ids.length };
});
