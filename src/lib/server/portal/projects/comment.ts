import { sql } from 'kysely';
import { commentInput } from '../../../inputs/projects';
import { notFound } from '../../errors';
import { lostUpload } from '../../lost-upload';
import { portalProcedure } from '../procedure';

/**
 * A comment, with its files, by whoever is signed in; the same request again is the same comment. Not found where the task is hidden
 * or absent, and where its project takes no comments.
 */
export const comment = portalProcedure
  .input(commentInput)
  .mutation(async ({ ctx: { db }, input: { taskId, body, uploads, requestId } }) => {
    const { rows } = await sql<{ id: string | null }>`
      select app.comment_on_task(${taskId}::uuid, ${body}, ${uploads}::uuid[], ${requestId}::uuid) as id`
      .execute(db)
      .catch((error: unknown) => {
        throw lostUpload(error);
      });
    if (!rows[0]?.id) throw notFound();
  });
