import { ticketEscalate } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { heldTicket } from './held';

/** Escalates a ticket by hand, to a person who is still with the company. */
export const escalate = staffProcedure
  .input(ticketEscalate)
  .mutation(async ({ ctx: { db }, input: { ticketId, toStaffId, reason } }) => {
    await heldTicket(db, ticketId);
    const person = await db
      .selectFrom('app.staff_member')
      .select('id')
      .where('id', '=', toStaffId)
      .where('active', '=', true)
      .executeTakeFirst();
    if (!person) throw notFound();
    await db
      .insertInto('app.escalation')
      .values({ ticket_id: ticketId, to_staff_id: toStaffId, reason })
      .execute();
  });
