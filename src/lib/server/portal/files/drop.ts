import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { portalProcedure } from '../procedure';

/** Takes back one's own upload. */
export const drop = portalProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  await sql`select app.drop_upload(${input.uploadId}::uuid)`.execute(db);
});
