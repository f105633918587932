import { sql } from 'kysely';
import type { PortalDatabase } from '../procedure';

export type TaskCount = {
  projectId: string;
  status: 'to_do' | 'in_progress' | 'in_review' | 'blocked' | 'done';
  storyId: string | null;
  sprintId: string | null;
  tasks: number;
};

/**
 * How many visible tasks there are by project, status, story and sprint. Every percentage a client sees is a sum of
 * these rows, so none can depend on a hidden task.
 */
export async function countTasks(db: PortalDatabase, projectId?: string): Promise<TaskCount[]> {
  return db
    .selectFrom('app.task')
    .select([
      'project_id as projectId',
      'status',
      'visible_story_id as storyId',
      'visible_sprint_id as sprintId',
      sql<number>`count(*)::int`.as('tasks'),
    ])
    .$if(projectId !== undefined, (query) => query.where('project_id', '=', projectId as string))
    .groupBy(['project_id', 'status', 'visible_story_id', 'visible_sprint_id'])
    .execute();
}

/** Done and total of the rows that match. */
export function sumOf(counts: readonly TaskCount[], matches: (row: TaskCount) => boolean): { done: number; total: number } {
  let done = 0;
  let total = 0;
  for (const row of counts) {
    if (!matches(row)) continue;
    total += row.tasks;
    if (row.status === 'done') done += row.tasks;
  }
  return { done, total };
}
