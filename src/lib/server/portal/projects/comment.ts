import { sql } from 'kysely';
import { commentInput } from '../../../inputs/projects';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

/** A comment by whoever is signed in. Not found where the task is hidden or absent, and where its project takes no comments. */
export const comment = portalProcedure
  .input(commentInput)
  .mutation(async ({ ctx: { db }, input: { taskId, body } }) => {
    const { rows } = await sql<{ id: string | null }>`
      select app.comment_on_task(${taskId}::uuid, ${body}) as id`.execute(db);
    if (!rows[0]?.id) throw notFound();
  });
