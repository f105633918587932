import { timeUpdate } from '../../../inputs/time';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';
import { ownOpenEntry } from './own';

/**
 * Corrects one's own time while it is not approved. What was rejected is put forward again as a new entry, since only a
 * manager may change what was decided. Returns the entry's id.
 */
export const update = staffProcedure.input(timeUpdate).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  const { entryId, version } = input;
  const entry = await ownOpenEntry(db, staffMemberId, entryId, version);
  const fields = {
    spent_on: input.spentOn,
    minutes: input.minutes,
    after_hours: input.afterHours,
    description: input.description,
  };
  if (entry.status === 'rejected') {
    const id = crypto.randomUUID();
    const { numDeletedRows } = await db
      .deleteFrom('app.time_entry')
      .where('id', '=', entryId)
      .where('version', '=', version)
      .executeTakeFirst();
    await explainMissing(db, 'time_entry', [entryId], Number(numDeletedRows), version);
    await db
      .insertInto('app.time_entry')
      .values({ id, project_id: entry.project_id, task_id: entry.task_id, ...fields })
      .execute();
    return { id };
  }
  const { numUpdatedRows } = await db
    .updateTable('app.time_entry')
    .set(fields)
    .where('id', '=', entryId)
    .where('version', '=', version)
    .executeTakeFirst();
  await explainMissing(db, 'time_entry', [entryId], Number(numUpdatedRows), version);
  return { id: entryId };
});
