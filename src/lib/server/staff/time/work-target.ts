import type { z } from 'zod';
import type { timeStart } from '../../../inputs/time';
import { notFound, Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

type Named = Pick<z.output<typeof timeStart>, 'projectId' | 'taskId' | 'ticketId'>;

/**
 * The column that says what new time is on: a task of the project that is named, or a ticket. A ticket that was merged is refused:
 * what is done now is done on the other one.
 */
export async function workTarget(db: StaffTransaction, { projectId, taskId, ticketId }: Named) {
  if (!ticketId) {
    const task = await db
      .selectFrom('app.task')
      .select('id')
      .where('project_id', '=', projectId ?? null)
      .where('id', '=', taskId ?? null)
      .executeTakeFirst();
    if (!task) throw notFound();
    return { record_id: task.id };
  }
  const ticket = await db
    .selectFrom('app.ticket')
    .select('merged_into_id')
    .where('id', '=', ticketId)
    .executeTakeFirst();
  if (!ticket) throw notFound();
  if (ticket.merged_into_id)
    throw new Refusal('CONFLICT', 'This ticket was merged. Log your time on the other ticket.');
  return { record_id: ticketId };
}
