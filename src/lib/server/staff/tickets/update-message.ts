import { messageUpdate } from '../../../inputs/staff-tickets';
import { explainMissing } from '../changed';
import { staffProcedure } from '../procedure';
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
    const { numUpdatedRows } = await db
      .updateTable('app.message')
      .set({ body: input.body })
      .where('ticket_id', '=', input.ticketId)
      .where('id', '=', input.messageId)
      .where('version', '=', input.version)
      .where('author_staff_id', '=', staffMemberId)
      .executeTakeFirst();
    await explainMissing(db, 'message', [input.messageId], Number(numUpdatedRows), input.version);
    return { warnings: [] };
  });
