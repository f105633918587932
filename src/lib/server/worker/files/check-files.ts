import { sql } from 'kysely';
import { isPicture } from '../../../domain/file-types';
import { fileSettings } from '../../files/configured';
import { keyOf } from '../../files/ledger-of';
import { mediaTypeOf } from '../../files/media-type';
import { scanFile } from '../../files/scan-file';
import { log } from '../../log';
import { asWorker } from '../transaction';

const batch = 20;
/** How long one worker has for a file before another takes it for killed. */
const lease = sql<string>`now() + interval '10 minutes'`;
/** A file whose bytes are not there, or not those announced, after so many looks is given up. */
const attempts_max = 8;

/** A scanner that is away says nothing of a file: it waits, however long that is. */
const retry = sql<string>`now() + interval '1 minute'`;

type Found = {
  state: 'ready' | 'quarantined' | 'failed' | 'checking';
  media_type?: string;
  sha256?: string;
  scan_result?: string | null;
  preview?: 'none' | 'waiting';
};

/**
 * Looks at attachments that nobody has looked at: whether all bytes are there, their hash, what they are, and whether the scanner
 * finds harm in them. Until then nobody downloads one. Returns how many.
 */
export async function checkFiles(): Promise<number> {
  const due = await asWorker(
    null,
    async (db) =>
      (
        await sql<{ tenant_id: string; attachment_id: string }>`
          select * from app.files_to_check(${batch})`.execute(db)
      ).rows,
  );
  for (const { tenant_id, attachment_id } of due) await checkFile(tenant_id, attachment_id);
  return due.length;
}

async function checkFile(tenantId: string, id: string) {
  const taken = await asWorker(tenantId, (db) =>
    db
      .updateTable('app.attachment')
      .set({ attempts: sql`attempts + 1`, next_run_at: lease })
      .where('id', '=', id)
      .where('state', '=', 'checking')
      .where('next_run_at', '<=', sql<string>`now()`)
      .returning(['size_bytes', 'attempts'])
      .executeTakeFirst(),
  );
  if (!taken) return;
  const found = await look(id, Number(taken.size_bytes)).catch((error: unknown): Found | null => {
    log.error({ err: error, attachment: id }, 'a file could not be looked at');
    return taken.attempts < attempts_max
      ? null
      : { state: 'failed', scan_result: error instanceof Error ? error.message.slice(0, 500) : 'unknown' };
  });
  await asWorker(tenantId, (db) =>
    db
      .updateTable('app.attachment')
      .set(
        found?.state === 'checking'
          ? { scan_result: found.scan_result, attempts: taken.attempts - 1, next_run_at: retry }
          : (found ?? {
              next_run_at: sql<string>`now() + make_interval(secs => ${2 ** taken.attempts}::int)`,
            }),
      )
      .where('id', '=', id)
      .where('state', '=', 'checking')
      .execute(),
  );
}

async function look(id: string, size: number): Promise<Found> {
  const settings = await fileSettings();
  const { sha256 } = await settings.storage.finish(keyOf(id), size);
  const verdict = await scanFile(settings, keyOf(id), size);
  if (verdict.is === 'infected')
    return { state: 'quarantined', scan_result: verdict.signature.slice(0, 500) };
  if (verdict.is === 'failed') throw new Error(verdict.reason);
  if (verdict.is === 'away') return waitsFor(id, verdict.reason);
  if (verdict.is === 'not scanned' && !settings.takesUnscanned)
    return waitsFor(id, 'no scanner is set up, and unscanned files are refused');
  const media_type = await mediaTypeOf(settings.storage, keyOf(id), size);
  const preview = isPicture(media_type) ? 'waiting' : 'none';
  return { state: 'ready', media_type, sha256, scan_result: null, preview };
}

function waitsFor(id: string, reason: string): Found {
  log.warn({ attachment: id, reason }, 'a file waits for the virus scanner');
  return { state: 'checking', scan_result: reason.slice(0, 500) };
}
