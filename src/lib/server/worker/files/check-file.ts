import { isPicture } from '../../../domain/file-types';
import { fileSettings } from '../../files/configured';
import { keyOf } from '../../files/ledger-of';
import { mediaTypeOf } from '../../files/media-type';
import { scanFile } from '../../files/scan-file';
import { log } from '../../log';
import { nothingToDo, type Kind } from '../jobs/kind';
import { asWorker } from '../transaction';

/** A scanner that is away says nothing of a file: it waits, however long that is. */
const scanner_s = 60;

type Found = {
  state: 'ready' | 'quarantined' | 'checking';
  media_type?: string;
  sha256?: string;
  scan_result?: string | null;
  preview?: 'none' | 'waiting';
};

/**
 * Looks at an attachment that nobody has looked at: whether all bytes are there, their hash, what they are, and whether the scanner
 * finds harm in them. Until then nobody downloads it.
 */
export const checkFile: Kind = {
  attempts_max: 8,
  async work({ tenant_id, record_id }) {
    const file = await asWorker(tenant_id, (db) =>
      db
        .selectFrom('app.attachment')
        .select('size_bytes')
        .where('id', '=', record_id)
        .where('state', 'in', ['checking', 'failed'])
        .executeTakeFirst(),
    );
    if (!file) return nothingToDo;
    const found = await look(record_id, Number(file.size_bytes));
    return {
      async write(db) {
        await db
          .updateTable('app.attachment')
          .set(found)
          .where('id', '=', record_id)
          .where('state', 'in', ['checking', 'failed'])
          .execute();
        return found.state === 'checking' ? { in_s: scanner_s } : null;
      },
    };
  },
  died: (db, { record_id }, reason) =>
    db
      .updateTable('app.attachment')
      .set({ state: 'failed', scan_result: reason })
      .where('id', '=', record_id)
      .where('state', '=', 'checking')
      .execute(),
};

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
