import { forbidden, notFound, Refusal, stale } from '../../errors';
import type { StaffTransaction } from '../procedure';

/** A refusal in words, unless it is one's own entry and may still be changed. */
export async function ownOpenEntry(
  db: StaffTransaction,
  me: string,
  entryId: string,
  version?: number,
): Promise<void> {
  const entry = await db
    .selectFrom('app.time_entry')
    .select(['staff_member_id', 'status', 'version'])
    .where('id', '=', entryId)
    .executeTakeFirst();
  if (!entry) throw notFound();
  if (entry.staff_member_id !== me) throw forbidden();
  if (entry.status === 'approved') throw new Refusal('CONFLICT', "Approved time can't be edited.");
  if (version !== undefined && entry.version !== version) throw stale();
}
