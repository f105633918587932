import { ticketNoteCreate } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { attachUploads } from '../attach-uploads';
import { sentBefore } from '../sent-before';

/** Writes an internal note on a ticket, which no client ever reads. The same request again answers with the same note. */
export const createNote = staffProcedure
  .input(ticketNoteCreate)
  .mutation(async ({ ctx: { db, me }, input }) => {
    const { staffMemberId } = await me();
    const id = crypto.randomUUID();
    const written = await db
      .insertInto('app.ticket_note')
      .values({ id, ticket_id: input.ticketId, body: input.body, request_id: input.requestId })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (written.numInsertedOrUpdatedRows) {
      await attachUploads(db, input.uploads, { ticket_note_id: id });
      return { id };
    }
    const before = await sentBefore(db, 'app.ticket_note', { requestId: input.requestId, me: staffMemberId });
    if (!before) throw notFound();
    return before;
  });
