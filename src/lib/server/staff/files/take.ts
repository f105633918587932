import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** Makes the request the only writer of the person's own upload: its epoch. */
export const take = staffProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  const taken = await db
    .updateTable('app.upload')
    .set({ writer_epoch: sql<number>`writer_epoch + 1` })
    .where('id', '=', input.uploadId)
    .returning('writer_epoch')
    .executeTakeFirst();
  if (!taken) throw notFound();
  return taken.writer_epoch;
});
