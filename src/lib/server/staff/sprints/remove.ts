import { sql } from 'kysely';
import { sprintOpen } from '../../../inputs/staff-planning';
import { Refusal } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { projectsToDo } from '../rights';

/** Deletes a planned sprint with its capacity; its tasks stay, in the backlog. One that has begun stays. */
export const remove = staffProcedure
  .input(sprintOpen)
  .mutation(async ({ ctx: { db }, input: { projectId, sprintId } }) => {
    const { numDeletedRows } = await db
      .deleteFrom('app.sprint')
      .where('project_id', '=', projectId)
      .where('id', '=', sprintId)
      .executeTakeFirst();
    if (numDeletedRows) return;
    const begun = await db
      .selectFrom('app.sprint')
      .select('status')
      .where('project_id', '=', projectId)
      .where('id', '=', sprintId)
      .where('status', '<>', 'planned')
      .where(sql<boolean>`project_id = any(${projectsToDo('delete')})`)
      .executeTakeFirst();
    if (begun)
      throw new Refusal(
        'CONFLICT',
        begun.status === 'active'
          ? "You can't delete an active sprint. Complete it instead."
          : "You can't delete a completed sprint. Its burn-down is kept.",
      );
    await assertAllWritten(db, 'sprint', [sprintId], 0, { scope: { project_id: projectId } });
  });
