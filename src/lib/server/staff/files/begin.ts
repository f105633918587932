import { sql } from 'kysely';
import { uploadBegin } from '../../../inputs/files';
import { staffProcedure } from '../procedure';

/** Announces a file of a staff member. Refused where it is larger than the tenant allows. */
export const begin = staffProcedure
  .input(uploadBegin)
  .mutation(async ({ ctx: { db }, input: { name, size } }) => {
    const id = crypto.randomUUID();
    await db
      .insertInto('app.upload')
      .values({ id, name, size_bytes: sql<string>`${size}::bigint` })
      .execute();
    return id;
  });
