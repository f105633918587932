import { sprintMove } from '../../../inputs/staff-planning';
import { Refusal } from '../../errors';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/** Starts a sprint, opens it again or puts it back among the planned ones. A project has one current sprint at a time. */
export const move = staffProcedure
  .input(sprintMove)
  .mutation(async ({ ctx: { db }, input: { projectId, sprintId, status } }) => {
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
          `Complete ${other.name} first: a project has one current sprint at a time.`,
        );
    }
    const { numUpdatedRows } = await db
      .updateTable('app.sprint')
      .set({ status })
      .where('project_id', '=', projectId)
      .where('id', '=', sprintId)
      .executeTakeFirst();
    await explainMissing(db, 'sprint', [sprintId], Number(numUpdatedRows), {
      place: { project_id: projectId },
    });
  });
