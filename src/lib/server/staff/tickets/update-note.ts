import { ticketNoteUpdate } from '../../../inputs/staff-tickets';
import { staffProcedure } from '../procedure';
import { editText } from '../shared/thread/write';

/** Saves one's own note over the version that was read. What it said before is kept. */
export const updateNote = staffProcedure
  .input(ticketNoteUpdate)
  .mutation(async ({ ctx: { db, me }, input: { ticketId, noteId, version, body } }) => {
    const { staffMemberId } = await me();
    const text = { id: noteId, version, body, me: staffMemberId };
    await editText(db, 'app.ticket_note', { ticket_id: ticketId }, text);
  });
