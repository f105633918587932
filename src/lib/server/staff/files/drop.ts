import { uploadId } from '../../../inputs/files';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** Takes back one's own upload. */
export const drop = staffProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  const { numDeletedRows } = await db
    .deleteFrom('app.upload')
    .where('id', '=', input.uploadId)
    .executeTakeFirstOrThrow();
  if (!numDeletedRows) throw notFound();
});
