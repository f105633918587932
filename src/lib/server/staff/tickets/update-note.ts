import { ticketNoteUpdate } from '../../../inputs/staff-tickets';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';

/** Saves one's own note over the version that was read. What it said before is kept. */
export const updateNote = staffProcedure
  .input(ticketNoteUpdate)
  .mutation(async ({ ctx: { db, me }, input }) => {
    const { staffMemberId } = await me();
    const { numUpdatedRows } = await db
      .updateTable('app.ticket_note')
      .set({ body: input.body })
      .where('ticket_id', '=', input.ticketId)
      .where('id', '=', input.noteId)
      .where('version', '=', input.version)
      .where('author_staff_id', '=', staffMemberId)
      .executeTakeFirst();
    await explainMissing(db, 'ticket_note', [input.noteId], Number(numUpdatedRows), input.version);
  });
