import { sql } from 'kysely';
import { attachmentId } from '../../../inputs/files';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

/** The preview of a picture that the client sees, once the worker has made it: by the same policies as the picture itself. */
export const preview = portalProcedure.input(attachmentId).query(async ({ ctx: { db }, input }) => {
  const attachment = await db
    .selectFrom('app.attachment')
    .select(['id', 'name', 'sha256'])
    .select([sql<number>`preview_number::int`.as('number'), sql<number>`preview_bytes::int`.as('size')])
    .where('id', '=', input.attachmentId)
    .where('state', '=', 'ready')
    .where('preview', '=', 'ready')
    .executeTakeFirst();
  if (!attachment) throw notFound();
  return attachment;
});
