import { noteUpdate } from '../../../inputs/staff-comments';
import { staffProcedure } from '../procedure';
import { editText } from '../shared/thread/write';

/** Saves one's own note over the version that was read. What it said before is kept for the team. */
export const updateNote = staffProcedure
  .input(noteUpdate)
  .mutation(async ({ ctx: { db, me }, input: { projectId, noteId, version, body } }) => {
    const { staffMemberId } = await me();
    const text = { id: noteId, version, body, me: staffMemberId };
    await editText(db, 'app.text', { project_id: projectId, text: 'note' }, text);
  });
