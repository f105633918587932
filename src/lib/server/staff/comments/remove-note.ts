import { noteRemove } from '../../../inputs/staff';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/** Deletes a note, whoever wrote it; project Managers and above. */
export const removeNote = staffProcedure
  .input(noteRemove)
  .mutation(async ({ ctx: { db }, input: { projectId, noteId } }) => {
    const { numDeletedRows } = await db
      .deleteFrom('app.note')
      .where('project_id', '=', projectId)
      .where('id', '=', noteId)
      .executeTakeFirst();
    await explainMissing(db, 'note', [noteId], Number(numDeletedRows));
  });
