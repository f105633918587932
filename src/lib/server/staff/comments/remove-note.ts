import { noteRemove } from '../../../inputs/staff-comments';
import { staffProcedure } from '../procedure';
import { deleteText } from '../shared/thread/write';

/** Deletes a note, whoever wrote it; project Managers and above. */
export const removeNote = staffProcedure
  .input(noteRemove)
  .mutation(({ ctx: { db }, input: { projectId, noteId } }) =>
    deleteText(db, 'app.text', { project_id: projectId, text: 'note' }, noteId),
  );
