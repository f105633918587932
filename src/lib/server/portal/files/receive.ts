import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { portalProcedure } from '../procedure';

/** The last byte of one's own upload is there. */
export const receive = portalProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  await sql`select app.receive_upload(${input.uploadId}::uuid)`.execute(db);
});
