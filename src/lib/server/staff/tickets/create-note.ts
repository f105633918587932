import { ticketNoteCreate } from '../../../inputs/staff-tickets';
import { staffProcedure } from '../procedure';
import { postText } from '../shared/thread/write';

/** Writes an internal note on a ticket, which no client ever reads. The same request again answers with the same note. */
export const createNote = staffProcedure
  .input(ticketNoteCreate)
  .mutation(async ({ ctx: { db, me }, input: { ticketId, body, uploads, requestId } }) => {
    const { staffMemberId } = await me();
    return postText(
      db,
      'app.ticket_note',
      { ticket_id: ticketId, body },
      { requestId, me: staffMemberId, uploads },
    );
  });
