import { ticketSplit } from '../../../inputs/staff-tickets';
import { goneOf } from '../../errors';
import { staffProcedure } from '../procedure';
import { heldTicket, notMerged } from './held';

/**
 * Makes a new ticket of some messages of another: same client, contract, kind of job, level, priority and visibility. The
 * messages move there with their files. The same request again answers with the same ticket. Returns its id.
 */
export const split = staffProcedure.input(ticketSplit).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  const held = await heldTicket(db, input.ticketId);
  const before = await db
    .selectFrom('app.ticket')
    .select('id')
    .where('raised_by_staff_id', '=', staffMemberId)
    .where('request_id', '=', input.requestId)
    .executeTakeFirst();
  if (before) return before;
  notMerged(held);
  const messageIds = [...new Set(input.messageIds)];
  const id = crypto.randomUUID();
  await db
    .insertInto('app.ticket')
    .columns([
      'id',
      'client_id',
      'contract_id',
      'project_id',
      'job_type_id',
      'level',
      'priority',
      'title',
      'raised_by_client_user_id',
      'assignee_staff_id',
      'visibility',
      'request_id',
    ])
    .expression((insert) =>
      insert
        .selectFrom('app.ticket')
        .select([
          insert.cast<string>(insert.val(id), 'uuid').as('id'),
          'client_id',
          'contract_id',
          'project_id',
          'job_type_id',
          'level',
          'priority',
          insert.cast<string>(insert.val(input.title), 'text').as('title'),
          'raised_by_client_user_id',
          'assignee_staff_id',
          'visibility',
          insert.cast<string>(insert.val(input.requestId), 'uuid').as('request_id'),
        ])
        .where('id', '=', input.ticketId),
    )
    .execute();
  const { numUpdatedRows } = await db
    .updateTable('app.message')
    .set({ ticket_id: id })
    .where('ticket_id', '=', input.ticketId)
    .where('id', 'in', messageIds)
    .executeTakeFirst();
  if (Number(numUpdatedRows) < messageIds.length) {
    const moved = await db.selectFrom('app.message').select('id').where('ticket_id', '=', id).execute();
    throw goneOf(messageIds, moved);
  }
  return { id };
});
