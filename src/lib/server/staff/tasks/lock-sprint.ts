import { Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

/**
 * Keeps a sprint from being completed until the transaction ends, before tasks are put into it; null is the backlog. Refused
 * where it is completed already, unless it is where all of `taskIds` are. Sprints are locked before tasks, as completing one
 * does, so that neither waits for the other in a circle.
 */
export async function lockSprint(
  db: StaffTransaction,
  projectId: string,
  sprintId: string | null,
  taskIds: readonly string[],
): Promise<void> {
  if (sprintId === null) return;
  const sprint = await db
    .selectFrom('app.sprint')
    .select(['name', 'status'])
    .where('project_id', '=', projectId)
    .where('id', '=', sprintId)
    .forShare()
    .executeTakeFirst();
  if (sprint?.status !== 'completed') return;
  if (taskIds.length > 0) {
    const inIt = await db
      .selectFrom('app.task')
      .select('id')
      .where('project_id', '=', projectId)
      .where('sprint_id', '=', sprintId)
      .where('id', 'in', taskIds)
      .execute();
    if (inIt.length === taskIds.length) return;
  }
  const sentence = `${sprint.name} is completed, so you can't add tasks to it. Choose another sprint or the backlog.`;
  throw new Refusal('BAD_REQUEST', sentence, { sprintId: sentence });
}
