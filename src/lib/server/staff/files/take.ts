import { sql } from 'kysely';
import { uploadId } from '../../../inputs/files';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** It is the turn of who asks to write one's own upload: its number. */
export const take = staffProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  const taken = await db
    .updateTable('app.upload')
    .set({ turn: sql<number>`turn + 1` })
    .where('id', '=', input.uploadId)
    .returning('turn')
    .executeTakeFirst();
  if (!taken) throw notFound();
  return taken.turn;
});
