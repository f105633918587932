import { lostUpload } from '../lost-upload';
import type { StaffTransaction } from './procedure';

/** Hangs the person's own uploads on a record, each with the flag that files start with there; all of them, or an error. */
export async function attachUploads(
  db: StaffTransaction,
  uploads: readonly string[],
  recordId: string,
): Promise<void> {
  const each = [...new Set(uploads)];
  if (each.length === 0) return;
  await db
    .insertInto('app.attachment')
    // The trigger gives each its flag: that of the text or ticket it was sent with, on a task the project's default.
    .values(each.map((id) => ({ id, record_id: recordId })))
    .execute()
    .catch((error: unknown) => {
      throw lostUpload(error, 'NOT_FOUND');
    });
}
