import { uploadId } from '../../../inputs/files';
import { staffProcedure } from '../procedure';

/** Takes back one's own upload. */
export const drop = staffProcedure.input(uploadId).mutation(async ({ ctx: { db }, input }) => {
  await db.deleteFrom('app.upload').where('id', '=', input.uploadId).execute();
});
