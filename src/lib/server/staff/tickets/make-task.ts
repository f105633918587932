import { sql } from 'kysely';
import { ticketReference } from '../../../domain/reference';
import { ticketTaskMake } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { lockTicket } from './lock-ticket';

/** Makes a task of a ticket, in a project of its client, Internal Only as the project's default says, and links the two. Returns its id. */
export const makeTask = staffProcedure
  .input(ticketTaskMake)
  .mutation(async ({ ctx: { db }, input: { ticketId, projectId, title } }) => {
    const held = await lockTicket(db, ticketId);
    const project = await db
      .selectFrom('app.project')
      .select('id')
      .where('id', '=', projectId)
      .where('client_id', '=', held.client_id)
      .executeTakeFirst();
    const ticket = await db
      .selectFrom('app.ticket')
      .select(['number', 'description', 'visibility'])
      .where('id', '=', ticketId)
      .executeTakeFirst();
    if (!project || !ticket) throw notFound();
    const id = crypto.randomUUID();
    await db
      .insertInto('app.task')
      .values({
        id,
        project_id: projectId,
        title,
        // An Internal Only ticket does not reach the client by way of a project that shares its tasks.
        ...(ticket.visibility === 'client_visible'
          ? { description: ticket.description }
          : { description: `From ${ticketReference(ticket.number)}`, visibility: 'internal_only' as const }),
        position: sql<number>`(select coalesce(max(position), 0) + 1 from app.task where project_id = ${projectId})`,
      })
      .execute();
    await db.insertInto('app.ticket_task').values({ ticket_id: ticketId, task_id: id }).execute();
    return { id };
  });
