import { goneOf } from '../errors';
import type { StaffTransaction } from './procedure';

/** Not found where one of these is no task of the project that the person sees (LEAKS L65), before anything is asked of the rest. */
export async function requireTasks(
  db: StaffTransaction,
  projectId: string,
  ids: readonly string[],
): Promise<void> {
  const seen = await db
    .selectFrom('app.task')
    .select('id')
    .where('project_id', '=', projectId)
    .where('id', 'in', [...ids])
    .execute();
  if (seen.length < ids.length) throw goneOf(ids, seen);
}
