import { storyUpdate } from '../../../inputs/staff-planning';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';

/**
 * Saves a story over the version that was read, also into another epic, or into none. Its place in the project's order stays, so
 * that a move between epics that the client does not see changes nothing for them.
 */
export const updateStory = staffProcedure.input(storyUpdate).mutation(async ({ ctx: { db }, input }) => {
  const { numUpdatedRows } = await db
    .updateTable('app.story')
    .set({ title: input.title, summary: input.summary, epic_id: input.epicId })
    .where('project_id', '=', input.projectId)
    .where('id', '=', input.storyId)
    .where('version', '=', input.version)
    .executeTakeFirst();
  await assertAllWritten(db, 'story', [input.storyId], Number(numUpdatedRows), {
    scope: { project_id: input.projectId },
    version: input.version,
  });
});
