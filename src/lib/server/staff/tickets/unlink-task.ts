import { ticketTaskUnlink } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { lockTicket } from './lock-ticket';

/** Takes the link between a ticket and a task away; both stay. */
export const unlinkTask = staffProcedure
  .input(ticketTaskUnlink)
  .mutation(async ({ ctx: { db }, input: { ticketId, taskId } }) => {
    await lockTicket(db, ticketId);
    const { numDeletedRows } = await db
      .deleteFrom('app.ticket_task')
      .where('ticket_id', '=', ticketId)
      .where('task_id', '=', taskId)
      .executeTakeFirst();
    if (!numDeletedRows) throw notFound();
  });
