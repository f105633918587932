import { uploadId } from '../../../inputs/files';
import { staffProcedure } from '../procedure';

/** One's own upload that hangs on nothing yet; null for any other. */
export const find = staffProcedure.input(uploadId).query(async ({ ctx: { db }, input }) => {
  const upload = await db
    .selectFrom('app.upload')
    .select([
      'id',
      'name',
      'size_bytes as size',
      'writer_epoch as writerEpoch',
      'received_at as receivedAt',
      'expires_at as expiresAt',
    ])
    .where('id', '=', input.uploadId)
    .executeTakeFirst();
  return upload ?? null;
});
