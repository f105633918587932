import { ticketEscalate } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { requireContractAccess } from '../reach';
import { lockTicket } from './lock-ticket';

/** Escalates a ticket by hand, to a person who is still with the company and reaches its contract. */
export const escalate = staffProcedure
  .input(ticketEscalate)
  .mutation(async ({ ctx: { db }, input: { ticketId, toStaffId, reason } }) => {
    const ticket = await lockTicket(db, ticketId);
    const person = await db
      .selectFrom('app.staff_member')
      .select('id')
      .where('id', '=', toStaffId)
      .where('active', '=', true)
      .executeTakeFirst();
    if (!person) throw notFound();
    await requireContractAccess(db, ticket.contract_id, toStaffId, 'toStaffId');
    await db
      .insertInto('app.escalation')
      .values({ ticket_id: ticketId, to_staff_id: toStaffId, reason })
      .execute();
  });
