import { sql } from 'kysely';
import { uploadBegin } from '../../../inputs/files';
import { portalProcedure } from '../procedure';

/** Announces a file of a client user. Null where nobody may upload here; refused where it is too large, or too much waits unattached. */
export const begin = portalProcedure
  .input(uploadBegin)
  .mutation(async ({ ctx: { db }, input: { name, size } }) => {
    const { rows } = await sql<{ id: string | null }>`
      select app.begin_upload(${name}, ${size}::bigint) as id`.execute(db);
    return rows[0]?.id ?? null;
  });
