import type { z } from 'zod';
import type { timeStart } from '../../../inputs/time';
import { notFound, Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

type Named = Pick<z.output<typeof timeStart>, 'projectId' | 'taskId' | 'ticketId'>;

/**
 * The columns that say what new time is on: a task with its project, or a ticket. A ticket that was merged is refused: what
 * is done now is done on the other one.
 */
export async function placeOf(db: StaffTransaction, { projectId, taskId, ticketId }: Named) {
  if (!ticketId) return { project_id: projectId, task_id: taskId };
  const ticket = await db
    .selectFrom('app.ticket')
    .select('merged_into_id')
    .where('id', '=', ticketId)
    .executeTakeFirst();
  if (!ticket) throw notFound();
  if (ticket.merged_into_id)
    throw new Refusal('CONFLICT', 'This ticket was merged into another one. Enter your time there.');
  return { ticket_id: ticketId };
}
