import { sql } from 'kysely';
import type { z } from 'zod';
import type { visibilityChange } from '../../../inputs/staff-visibility';
import { assertAllWritten, tableOf } from '../write-outcome';
import { lockOrder } from '../lock-order';
import { allowLongWrite } from '../long-write';
import type { StaffTransaction } from '../procedure';

/** Sets the flag of records of one kind, all or none, with the reason for the log. An id that cannot be seen fails the whole change. */
export async function changeFlags(
  db: StaffTransaction,
  { kind, ids, visibility, reason }: z.output<typeof visibilityChange>,
): Promise<number> {
  const each = [...new Set(ids)];
  if (kind === 'epic' || kind === 'story') await lockOrder(db, kind, each);
  await allowLongWrite(db);
  const { rows } = await sql<{ changed: number }>`
    select app.set_visibility(
             array(select r.id from app.record r where r.id = any(${each}::uuid[]) and r.kind = ${kind}),
             ${visibility}::app.visibility, ${reason}) as changed`.execute(db);
  await assertAllWritten(db, tableOf(kind), each, rows[0]?.changed ?? 0);
  return each.length;
}
