import { forbidden, notFound, Refusal, stale } from '../../errors';
import type { StaffTransaction } from '../procedure';

/** One's own entry that may still be changed; a refusal in words for any other. */
export async function ownOpenEntry(db: StaffTransaction, me: string, entryId: string, version?: number) {
  const entry = await db
    .selectFrom('app.time_entry')
    .select(['project_id', 'task_id', 'staff_member_id', 'status', 'version'])
    .where('id', '=', entryId)
    .executeTakeFirst();
  if (!entry) throw notFound();
  if (entry.staff_member_id !== me) throw forbidden();
  if (entry.status === 'approved')
    throw new Refusal('CONFLICT', 'This time is approved, and what is approved no longer changes.');
  if (version !== undefined && entry.version !== version) throw stale();
  return entry;
}
