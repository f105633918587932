import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { fileSettings } from '../../files/configured';
import { keyOf, previewKeyOf } from '../../files/ledger-of';
import { makePreview } from '../../files/make-preview';
import { log } from '../../log';
import { asWorker } from '../transaction';

/** One a turn: a process that is told to stop waits for the picture that it has, and for no other. */
const batch = 1;
/** How long one worker has for a picture before another takes it for killed. */
const lease = sql<string>`now() + interval '10 minutes'`;
/** A picture that could not be read so often, or before which so many workers died, is shown as a file without a preview. */
const attempts_max = 3;

type Made =
  | {
      preview: 'ready';
      picture_width: number;
      picture_height: number;
      preview_number: number;
      preview_bytes: number;
    }
  | { preview: 'too_large'; picture_width: number | null; picture_height: number | null }
  | { preview: 'failed' };

/** Makes the preview of a picture that was looked at and found harmless. Returns how many were due, one at most. */
export async function makePreviews(): Promise<number> {
  const due = await asWorker(
    null,
    async (db) =>
      (
        await sql<{ tenant_id: string; attachment_id: string }>`
          select * from app.pictures_to_preview(${batch})`.execute(db)
      ).rows,
  );
  for (const { tenant_id, attachment_id } of due) await takePicture(tenant_id, attachment_id);
  return due.length;
}

async function takePicture(tenantId: string, id: string) {
  const taken = await asWorker(tenantId, (db) =>
    db
      .updateTable('app.attachment')
      .set({ preview_attempts: sql`preview_attempts + 1`, preview_next_run_at: lease })
      .where('id', '=', id)
      .where('state', '=', 'ready')
      .where('preview', '=', 'waiting')
      .where('preview_next_run_at', '<=', sql<string>`now()`)
      .returning(['size_bytes', 'preview_attempts as attempt'])
      .executeTakeFirst(),
  );
  if (!taken) return;
  const { attempt } = taken;
  const { storage } = await fileSettings();
  const made =
    // A worker that a picture ended could say nothing of it.
    attempt > attempts_max
      ? ({ preview: 'failed' } as const)
      : await make(storage, id, Number(taken.size_bytes), attempt).catch((error: unknown): Made | null => {
          log.warn({ err: error, attachment: id, attempt }, 'a preview could not be made');
          return attempt < attempts_max ? null : { preview: 'failed' };
        });
  const { numUpdatedRows } = await asWorker(tenantId, (db) =>
    db
      .updateTable('app.attachment')
      .set(made ?? { preview_next_run_at: sql<string>`now() + make_interval(secs => ${4 ** attempt}::int)` })
      .where('id', '=', id)
      .where('preview', '=', 'waiting')
      .where('preview_attempts', '=', attempt)
      .executeTakeFirst(),
  );
  // Another worker has it by now, or the file is gone.
  if (!numUpdatedRows) await storage.delete(previewKeyOf(id, attempt));
}

type Storage = Awaited<ReturnType<typeof fileSettings>>['storage'];

async function make(storage: Storage, id: string, size: number, attempt: number): Promise<Made> {
  for (let before = 1; before < attempt; before += 1) await storage.delete(previewKeyOf(id, before));
  const made = await makePreview(storage, { key: keyOf(id), size });
  if (made.is === 'too large')
    return { preview: 'too_large', picture_width: made.width, picture_height: made.height };
  const { bytes, width, height } = made;
  const key = previewKeyOf(id, attempt);
  await storage.append(key, { offset: 0, size: bytes.byteLength }, Readable.from([bytes]));
  await storage.finish(key, bytes.byteLength);
  return {
    preview: 'ready',
    picture_width: width,
    picture_height: height,
    preview_number: attempt,
    preview_bytes: bytes.byteLength,
  };
}
