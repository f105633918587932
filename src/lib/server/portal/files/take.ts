import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { portalProcedure } from '../procedure';

/** Makes the request the only writer of the person's own upload: its epoch, null where there is no such upload. */
export const take = portalProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  const { rows } = await sql<{ writerEpoch: number | null }>`
    select app.take_upload(${input.uploadId}::uuid) as "writerEpoch"`.execute(db);
  return rows[0]?.writerEpoch ?? null;
});
