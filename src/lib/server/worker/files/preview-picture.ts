import { Readable } from 'node:stream';
import { fileSettings } from '../../files/configured';
import { keyOf, previewKeyOf } from '../../files/ledger-of';
import { makePreview } from '../../files/make-preview';
import { nothingToDo, type Kind } from '../jobs/kind';
import { asWorker } from '../transaction';

type Made =
  | {
      preview: 'ready';
      picture_width: number;
      picture_height: number;
      preview_number: number;
      preview_bytes: number;
    }
  | { preview: 'too_large'; picture_width: number | null; picture_height: number | null };

/** Makes the preview of a picture that was looked at and found harmless. One that cannot be read is shown as a file without. */
export const previewPicture: Kind = {
  attempts_max: 3,
  async work({ tenant_id, record_id, fencing_token }) {
    const picture = await asWorker(tenant_id, (db) =>
      db
        .selectFrom('app.attachment')
        .select('size_bytes')
        .where('id', '=', record_id)
        .where('state', '=', 'ready')
        .where('preview', 'in', ['waiting', 'failed'])
        .executeTakeFirst(),
    );
    if (!picture) return nothingToDo;
    const { storage } = await fileSettings();
    const made = await make(storage, record_id, Number(picture.size_bytes), fencing_token);
    const forget = () => storage.delete(previewKeyOf(record_id, fencing_token));
    return {
      async write(db) {
        const { numUpdatedRows } = await db
          .updateTable('app.attachment')
          .set(made)
          .where('id', '=', record_id)
          .where('preview', 'in', ['waiting', 'failed'])
          .executeTakeFirst();
        if (!numUpdatedRows) await forget();
        return null;
      },
      refused: forget,
    };
  },
  died: (db, { record_id }) =>
    db
      .updateTable('app.attachment')
      .set({ preview: 'failed' })
      .where('id', '=', record_id)
      .where('preview', '=', 'waiting')
      .execute(),
};

type Storage = Awaited<ReturnType<typeof fileSettings>>['storage'];

/** The bytes lie under the token: what an earlier worker still has under way writes over nothing, and what it left goes. */
async function make(storage: Storage, id: string, size: number, token: number): Promise<Made> {
  for (let before = 1; before < token; before += 1) await storage.delete(previewKeyOf(id, before));
  const made = await makePreview(storage, { key: keyOf(id), size });
  if (made.is === 'too large')
    return { preview: 'too_large', picture_width: made.width, picture_height: made.height };
  const { bytes, width, height } = made;
  const key = previewKeyOf(id, token);
  await storage.append(key, { offset: 0, size: bytes.byteLength }, Readable.from([bytes]));
  await storage.finish(key, bytes.byteLength);
  return {
    preview: 'ready',
    picture_width: width,
    picture_height: height,
    preview_number: token,
    preview_bytes: bytes.byteLength,
  };
}
