import { ticketUpdate } from '../../../inputs/staff-tickets';
import { notFound } from '../../errors';
import { assertAllWritten } from '../write-outcome';
import { staffProcedure } from '../procedure';
import { requireContractAccess } from '../reach';
import { requireLevel } from './levels';

/** Saves a ticket's fields over the version that was read; what is left out stays. */
export const update = staffProcedure.input(ticketUpdate).mutation(async ({ ctx: { db }, input }) => {
  const ticket = await db
    .selectFrom('app.ticket')
    .select(['contract_id', 'level', 'assignee_staff_id'])
    .where('id', '=', input.ticketId)
    .executeTakeFirst();
  if (!ticket) throw notFound();
  if (input.level && input.level !== ticket.level) await requireLevel(db, ticket.contract_id, input.level);
  if (input.assigneeId && input.assigneeId !== ticket.assignee_staff_id)
    await requireContractAccess(db, ticket.contract_id, input.assigneeId, 'assigneeId');
  const { numUpdatedRows } = await db
    .updateTable('app.ticket')
    .set({
      title: input.title,
      description: input.description,
      job_type_id: input.jobTypeId,
      project_id: input.projectId,
      level: input.level,
      priority: input.priority,
      assignee_staff_id: input.assigneeId,
      // So that there is always something to set.
      merged_into_id: (row) => row.ref('merged_into_id'),
    })
    .where('id', '=', input.ticketId)
    .where('version', '=', input.version)
    .executeTakeFirst();
  await assertAllWritten(db, 'ticket', [input.ticketId], Number(numUpdatedRows), { version: input.version });
});
