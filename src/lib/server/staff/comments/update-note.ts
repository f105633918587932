import { noteUpdate } from '../../../inputs/staff';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/** Saves one's own note over the version that was read. */
export const updateNote = staffProcedure.input(noteUpdate).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  const { numUpdatedRows } = await db
    .updateTable('app.note')
    .set({ body: input.body })
    .where('project_id', '=', input.projectId)
    .where('id', '=', input.noteId)
    .where('version', '=', input.version)
    .where('author_staff_id', '=', staffMemberId)
    .executeTakeFirst();
  await explainMissing(db, 'note', [input.noteId], Number(numUpdatedRows), input.version);
});
