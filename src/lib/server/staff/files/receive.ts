import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** The last byte of one's own upload is there. */
export const receive = staffProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  const { numUpdatedRows } = await db
    .updateTable('app.upload')
    .set({ received_at: sql<string>`coalesce(received_at, now())` })
    .where('id', '=', input.uploadId)
    .executeTakeFirstOrThrow();
  if (!numUpdatedRows) throw notFound();
});
