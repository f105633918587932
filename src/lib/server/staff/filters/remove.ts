import { filterRemove } from '../../../inputs/tasks';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** Forgets one of the person's own filters. */
export const remove = staffProcedure
  .input(filterRemove)
  .mutation(async ({ ctx: { db }, input: { projectId, filterId } }) => {
    const { numDeletedRows } = await db
      .deleteFrom('app.saved_filter')
      .where('project_id', '=', projectId)
      .where('id', '=', filterId)
      .executeTakeFirst();
    if (!numDeletedRows) throw notFound();
  });
