import { messageUpdate } from '../../../inputs/staff-tickets';
import { staffProcedure } from '../procedure';
import { editText } from '../shared/thread/write';
import { warningsOf } from './warnings';

/** Saves one's own message over the version that was read. What it said before is kept for the team. Warned of as a reply is. */
export const updateMessage = staffProcedure
  .input(messageUpdate)
  .mutation(async ({ ctx: { db, me }, input }) => {
    const { staffMemberId } = await me();
    const own = await db
      .selectFrom('app.message')
      .select('visibility')
      .where('ticket_id', '=', input.ticketId)
      .where('id', '=', input.messageId)
      .where('author_staff_id', '=', staffMemberId)
      .executeTakeFirst();
    if (own?.visibility === 'client_visible') {
      const warnings = await warningsOf(db, input.ticketId, input.body, input.confirmed);
      if (warnings.length) return { warnings };
    }
    const text = { id: input.messageId, version: input.version, body: input.body, me: staffMemberId };
    await editText(db, 'app.message', { ticket_id: input.ticketId }, text);
    return { warnings: [] };
  });
