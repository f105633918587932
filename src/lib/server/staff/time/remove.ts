import { timeEntry } from '../../../inputs/time';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { ownOpenEntry } from './own';

/** Deletes one's own time, a running timer included, while it is not approved. */
export const remove = staffProcedure
  .input(timeEntry)
  .mutation(async ({ ctx: { db, me }, input: { entryId } }) => {
    const { staffMemberId } = await me();
    await ownOpenEntry(db, staffMemberId, entryId);
    const { numDeletedRows } = await db
      .deleteFrom('app.time_entry')
      .where('id', '=', entryId)
      .executeTakeFirst();
    await assertAllWritten(db, 'time_entry', [entryId], Number(numDeletedRows));
  });
