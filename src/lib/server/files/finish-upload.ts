import type { FileSettings } from './configured';
import { mediaTypeOf } from './media-type';
import { scanFile } from './scan-file';
import { UploadRefused, type Upload, type UploadLedger } from './upload-ledger';

/** Uploads that are being looked at in this process: a browser that lost patience asks again meanwhile. */
const running = new Map<string, Promise<void>>();

/**
 * Makes an upload whose bytes are all there permanent, looks what it is and whether it is harmful, and records it. May be
 * asked again. Throws UploadRefused.
 */
export function finishUpload(upload: Upload, ledger: UploadLedger, settings: FileSettings): Promise<void> {
  const before = running.get(upload.key);
  if (before) return before;
  const finishing = finish(upload, ledger, settings).finally(() => running.delete(upload.key));
  running.set(upload.key, finishing);
  return finishing;
}

async function finish(
  { id, key, size }: Upload,
  ledger: UploadLedger,
  settings: FileSettings,
): Promise<void> {
  const { storage, takesUnscanned } = settings;
  const finished = await storage.finish(key, size);
  const verdict = await scanFile(settings, key, size);
  if (verdict.is === 'infected') {
    await ledger.remove(id);
    await storage.delete(key);
    throw new UploadRefused(422, 'The virus scan found a threat in this file, so we removed it.');
  }
  if (verdict.is !== 'clean' && !takesUnscanned)
    throw new UploadRefused(503, "We couldn't scan this file for viruses yet. Try again in a minute.");
  await ledger.finish(id, { ...finished, mediaType: await mediaTypeOf(storage, key, size), verdict });
}
