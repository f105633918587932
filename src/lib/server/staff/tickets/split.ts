import { sql } from 'kysely';
import type { Visibility } from '../../../../../db/types/enums';
import { ticketSplit } from '../../../inputs/staff-tickets';
import { goneOf } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { lockTicket, notMerged } from './lock-ticket';

/**
 * Makes a new ticket of some messages of another: same client, contract, kind of job, level and priority. The messages move there
 * with their files. The client sees the new ticket if they see one of the messages: else it would tell them of what they do not see.
 * The same request again answers with the same ticket. Returns its id.
 */
export const split = staffProcedure.input(ticketSplit).mutation(async ({ ctx: { db, me }, input }) => {
  const { staffMemberId } = await me();
  const held = await lockTicket(db, input.ticketId);
  const before = await db
    .selectFrom('app.ticket')
    .select('id')
    .where('raised_by_staff_id', '=', staffMemberId)
    .where('request_id', '=', input.requestId)
    .executeTakeFirst();
  if (before) return before;
  notMerged(held);
  const messageIds = [...new Set(input.messageIds)];
  const messages = await db
    .selectFrom('app.message')
    .select(['id', 'shared'])
    .where('ticket_id', '=', input.ticketId)
    .where('id', 'in', messageIds)
    .execute();
  if (messages.length < messageIds.length) throw goneOf(messageIds, messages);
  const visibility = messages.some(({ shared }) => shared) ? held.visibility : 'internal_only';
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
          sql<Visibility>`${visibility}::app.visibility`.as('visibility'),
          insert.cast<string>(insert.val(input.requestId), 'uuid').as('request_id'),
        ])
        .where('id', '=', input.ticketId),
    )
    .execute();
  const { rows } = await sql<{ moved: number }>`
    select app.move_to_ticket(${input.ticketId}, ${id}, ${messageIds}::uuid[]) as moved`.execute(db);
  // A manager may have deleted one since it was read: then none has moved.
  await assertAllWritten(db, 'message', messageIds, rows[0]?.moved ?? 0, { scope: { ticket_id: id } });
  return { id };
});
