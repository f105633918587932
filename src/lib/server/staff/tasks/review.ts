import { sql } from 'kysely';
import type { TaskStatus } from '../../../../../db/types/enums';
import type { StaffTransaction } from '../procedure';

/**
 * Takes tasks that are in review onward or back, over the version that was read where one is given. Returns how many of them the person may
 * review; the database decides which, and which status follows.
 */
export async function reviewTasks(
  db: StaffTransaction,
  projectId: string,
  taskIds: readonly string[],
  status: TaskStatus,
  version: number | null = null,
): Promise<number> {
  const { rows } = await sql<{ reviewed: number }>`
    select app.review_tasks(${projectId}, ${[...taskIds]}::uuid[], ${status}::app.task_status, ${version}::integer) as reviewed`.execute(
    db,
  );
  return rows[0]?.reviewed ?? 0;
}
