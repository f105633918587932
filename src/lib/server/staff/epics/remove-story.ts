import { storyRemove } from '../../../inputs/staff-planning';
import { assertAllWritten } from '../write-outcome';
import { lockOrder } from '../lock-order';
import { staffProcedure } from '../procedure';

/** Deletes a story; its tasks stay, in none. */
export const removeStory = staffProcedure
  .input(storyRemove)
  .mutation(async ({ ctx: { db }, input: { projectId, storyId } }) => {
    await lockOrder(db, 'story', [storyId]);
    const { numDeletedRows } = await db
      .deleteFrom('app.story')
      .where('project_id', '=', projectId)
      .where('id', '=', storyId)
      .executeTakeFirst();
    await assertAllWritten(db, 'story', [storyId], Number(numDeletedRows), {
      scope: { project_id: projectId },
    });
  });
