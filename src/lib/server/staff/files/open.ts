import { attachmentId } from '../../../inputs/files';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** An attachment to download: one in reach that was looked at and found harmless. */
export const open = staffProcedure.input(attachmentId).query(async ({ ctx: { db }, input }) => {
  const attachment = await db
    .selectFrom('app.attachment')
    .select(['id', 'name', 'size_bytes as size', 'media_type as mediaType', 'sha256', 'preview'])
    .where('id', '=', input.attachmentId)
    .where('state', '=', 'ready')
    .executeTakeFirst();
  if (!attachment) throw notFound();
  return attachment;
});
