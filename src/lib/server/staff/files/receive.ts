import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { staffProcedure } from '../procedure';

/** The last byte of one's own upload is there. */
export const receive = staffProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  await db
    .updateTable('app.upload')
    .set({ received_at: sql<string>`now()` })
    .where('id', '=', input.uploadId)
    .where('received_at', 'is', null)
    .execute();
});
