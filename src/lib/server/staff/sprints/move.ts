import { sprintStatusWords } from '../../../domain/words';
import { sprintMove } from '../../../inputs/staff-planning';
import { Refusal } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';

/**
 * Starts a sprint, opens it again or puts it back among the planned ones, over the version that was read; a conflict, told by
 * what it is now, where somebody changed it in between. A project has one current sprint at a time.
 */
export const move = staffProcedure
  .input(sprintMove)
  .mutation(async ({ ctx: { db }, input: { projectId, sprintId, version, status } }) => {
    if (status === 'active') {
      const other = await db
        .selectFrom('app.sprint')
        .select('name')
        .where('project_id', '=', projectId)
        .where('status', '=', 'active')
        .where('id', '<>', sprintId)
        .executeTakeFirst();
      if (other)
        throw new Refusal(
          'CONFLICT',
          `Complete ${other.name} first. A project can have only one active sprint.`,
        );
    }
    const { numUpdatedRows } = await db
      .updateTable('app.sprint')
      .set({ status })
      .where('project_id', '=', projectId)
      .where('id', '=', sprintId)
      .where('version', '=', version)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    const now = await db
      .selectFrom('app.sprint')
      .select(['name', 'status', 'version'])
      .where('project_id', '=', projectId)
      .where('id', '=', sprintId)
      .executeTakeFirst();
    if (now && now.version !== version)
      throw new Refusal(
        'CONFLICT',
        `Someone just changed ${now.name}; it's now ${sprintStatusWords[now.status].toLowerCase()}. We've refreshed it.`,
      );
    await assertAllWritten(db, 'sprint', [sprintId], 0, { scope: { project_id: projectId } });
  });
