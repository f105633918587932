import { sql } from 'kysely';
import { fileSettings } from '../../files/configured';
import { idOf, keyOf } from '../../files/ledger-of';
import { sweepOrphans } from '../../files/sweep';
import { asWorker } from '../transaction';

const batch = 200;

/** Forgets uploads that were attached to nothing for a day, with their bytes. Returns how many. */
export async function dropExpired(): Promise<number> {
  const due = await asWorker(
    null,
    async (db) =>
      (
        await sql<{ tenant_id: string; upload_id: string }>`
          select * from app.expired_uploads(${batch})`.execute(db)
      ).rows,
  );
  if (!due.length) return 0;
  const { storage } = await fileSettings();
  for (const { tenant_id, upload_id } of due) {
    const { numDeletedRows } = await asWorker(tenant_id, (db) =>
      db
        .deleteFrom('app.upload')
        .where('id', '=', upload_id)
        .where('expires_at', '<=', sql<string>`now()`)
        .executeTakeFirst(),
    );
    if (numDeletedRows) await storage.delete(keyOf(upload_id));
  }
  return due.length;
}

/** Deletes bytes that no row stands for any more, a file's and its preview's. Nothing of it is urgent, so there is never more to do at once. */
export async function sweepFiles(): Promise<number> {
  const { storage } = await fileSettings();
  await sweepOrphans(storage, async (keys) => {
    const { rows } = await asWorker(null, (db) =>
      sql<{ known: string[] }>`select app.known_files(${keys.map(idOf)}::uuid[])::text[] as known`.execute(
        db,
      ),
    );
    const known = new Set(rows[0]?.known);
    return keys.filter((key) => known.has(idOf(key)));
  });
  return 0;
}
