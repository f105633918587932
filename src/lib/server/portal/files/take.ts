import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { portalProcedure } from '../procedure';

/** It is the turn of who asks to write one's own upload: its number, null where there is none. */
export const take = portalProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  const { rows } = await sql<{ turn: number | null }>`
    select app.take_upload(${input.uploadId}::uuid) as turn`.execute(db);
  return rows[0]?.turn ?? null;
});
