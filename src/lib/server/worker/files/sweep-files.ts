import { sql } from 'kysely';
import { fileSettings } from '../../files/configured';
import { idOf } from '../../files/ledger-of';
import { sweepOrphans } from '../../files/sweep';
import { asWorker } from '../transaction';

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
