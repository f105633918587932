import { sql } from 'kysely';
import type { z } from 'zod';
import type { visibilityChange } from '../../../inputs/staff-visibility';
import { explainMissing } from '../changed';
import { lockOrder } from '../lock-order';
import type { StaffTransaction } from '../procedure';

/** Sets the flag of records of one kind, all or none, with the reason for the log. An id that cannot be seen fails the whole change. */
export async function changeFlags(
  db: StaffTransaction,
  { kind, ids, visibility, reason }: z.output<typeof visibilityChange>,
): Promise<number> {
  const each = [...new Set(ids)];
  if (kind === 'epic' || kind === 'story') await lockOrder(db, kind, each);
  await sql`select app.give_reason(${reason})`.execute(db);
  const { numAffectedRows } = await sql`
    update ${sql.table(`app.${kind}`)} set visibility = ${visibility}::app.visibility
     where id = any(${each}::uuid[])`.execute(db);
  await explainMissing(db, kind, each, Number(numAffectedRows ?? 0));
  return each.length;
}
