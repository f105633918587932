import { ticketTaskLink } from '../../../inputs/staff-tickets';
import { notFound, Refusal } from '../../errors';
import { staffProcedure } from '../procedure';
import { lockTicket } from './lock-ticket';
import { taskNamed } from './task-named';

/** Links a ticket with a task of a project of its client, named by its number or its title. */
export const linkTask = staffProcedure
  .input(ticketTaskLink)
  .mutation(async ({ ctx: { db }, input: { ticketId, projectId, which } }) => {
    const ticket = await lockTicket(db, ticketId);
    const project = await db
      .selectFrom('app.project')
      .select('id')
      .where('id', '=', projectId)
      .where('client_id', '=', ticket.client_id)
      .executeTakeFirst();
    if (!project) throw notFound();
    const task = await taskNamed(db, projectId, which);
    if (!task) {
      const sentence = 'No single task in that project matches.';
      throw new Refusal('BAD_REQUEST', sentence, { which: sentence });
    }
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('app.ticket_task')
      .values({ ticket_id: ticketId, task_id: task.id })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows) return;
    const linked = await db
      .selectFrom('app.ticket_task')
      .select('is_internal')
      .where('ticket_id', '=', ticketId)
      .where('task_id', '=', task.id)
      .executeTakeFirst();
    if (linked?.is_internal) {
      const sentence =
        'This task is already linked, but the link is Internal Only. To show it to the client, unlink the task and link it again.';
      throw new Refusal('CONFLICT', sentence, { which: sentence });
    }
  });
