import { sql } from 'kysely';
import { assertAllWritten } from './write-outcome';
import type { StaffTransaction } from './procedure';

/**
 * Puts tasks of a project into a sprint, or into the backlog (null), all or none; tasks that are there already stay as they are. Throws as
 * explainMissing() does, where the person does not plan sprints or a task is out of reach.
 */
export async function planIntoSprint(
  db: StaffTransaction,
  projectId: string,
  taskIds: readonly string[],
  sprintId: string | null,
): Promise<void> {
  if (taskIds.length === 0) return;
  const elsewhere = await db
    .selectFrom('app.task')
    .select('id')
    .where('project_id', '=', projectId)
    .where('id', 'in', [...taskIds])
    .where('sprint_id', 'is distinct from', sprintId)
    .execute();
  const ids = elsewhere.map(({ id }) => id);
  if (ids.length === 0) return;
  const { rows } = await sql<{ planned: number }>`
    select app.plan_into_sprint(${projectId}, ${ids}::uuid[], ${sprintId}) as planned`.execute(db);
  await assertAllWritten(db, 'task', ids, rows[0]?.planned ?? 0, { scope: { project_id: projectId } });
}
