import { milestoneRemove } from '../../../inputs/staff-planning';
import { Refusal } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';

/**
 * Deletes a milestone; its tasks stay, in none. One whose dates have moved stays, for its history would go with it. It is
 * locked first: a move of a date comes before, and is read here, or finds it gone.
 */
export const remove = staffProcedure
  .input(milestoneRemove)
  .mutation(async ({ ctx: { db }, input: { projectId, milestoneId } }) => {
    const locked = await db
      .selectFrom('app.milestone')
      .select('id')
      .where('project_id', '=', projectId)
      .where('id', '=', milestoneId)
      .forUpdate()
      .execute();
    await assertAllWritten(db, 'milestone', [milestoneId], locked.length, {
      scope: { project_id: projectId },
    });
    const moved = await db
      .selectFrom('app.milestone_change')
      .select('id')
      .where('project_id', '=', projectId)
      .where('milestone_id', '=', milestoneId)
      .executeTakeFirst();
    if (moved)
      throw new Refusal('CONFLICT', "This milestone can't be deleted: its date history must be kept.");
    const { numDeletedRows } = await db
      .deleteFrom('app.milestone')
      .where('project_id', '=', projectId)
      .where('id', '=', milestoneId)
      .executeTakeFirst();
    await assertAllWritten(db, 'milestone', [milestoneId], Number(numDeletedRows), {
      scope: { project_id: projectId },
    });
  });
