import { ticketEscalate } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { demandReach } from '../reach';
import { heldTicket } from './held';

/** Escalates a ticket by hand, to a person who is still with the company and reaches its contract. */
export const escalate = staffProcedure
  .input(ticketEscalate)
  .mutation(async ({ ctx: { db }, input: { ticketId, toStaffId, reason } }) => {
    const ticket = await heldTicket(db, ticketId);
    const person = await db
      .selectFrom('app.staff_member')
      .select('id')
      .where('id', '=', toStaffId)
      .where('active', '=', true)
      .executeTakeFirst();
    if (!person) throw notFound();
    await demandReach(db, ticket.contract_id, toStaffId, 'toStaffId');
    await db
      .insertInto('app.escalation')
      .values({ ticket_id: ticketId, to_staff_id: toStaffId, reason })
      .execute();
  });
