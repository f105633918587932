import { sql } from 'kysely';
import type { PortalDatabase } from '../procedure';
import { sinceVisit } from './changes';

/** Rows of visible tasks counted together. Every percentage a client sees is a sum of these, so none can depend on a hidden task. */
type Counted = { done: number; total: number; appeared: number };

const counted = [
  sql<number>`count(*)::int`.as('total'),
  sql<number>`(count(*) filter (where status = 'done'))::int`.as('done'),
  sql<number>`(count(*) filter (where shared_at > ${sinceVisit}))::int`.as('appeared'),
] as const;

/** Visible tasks by project and sprint. */
export const countBySprint = (db: PortalDatabase) =>
  db
    .selectFrom('app.task')
    .select(['project_id as projectId', 'visible_sprint_id as sprintId', ...counted])
    .groupBy(['project_id', 'visible_sprint_id']);

/** Visible tasks of one project four ways at once: by status, story, sprint, milestone. `by` says which way a row counts. */
export const countEachWay = (db: PortalDatabase, projectId: string) =>
  db
    .selectFrom('app.task')
    .select([
      sql<'status' | 'story' | 'sprint' | 'milestone'>`case
        when grouping(status) = 0 then 'status' when grouping(visible_story_id) = 0 then 'story'
        when grouping(visible_sprint_id) = 0 then 'sprint' else 'milestone' end`.as('by'),
      'status',
      'visible_story_id as storyId',
      'visible_sprint_id as sprintId',
      'visible_milestone_id as milestoneId',
      ...counted,
    ])
    .where('project_id', '=', projectId)
    .groupBy(sql`grouping sets ((status), (visible_story_id), (visible_sprint_id), (visible_milestone_id))`);

/** Visible tasks of one project by the visible epic of their visible story. */
export const countByEpic = (db: PortalDatabase, projectId: string) =>
  db
    .selectFrom('app.task as t')
    .innerJoin('app.story as s', 's.id', 't.visible_story_id')
    .select('s.visible_epic_id as epicId')
    .select([
      sql<number>`count(*)::int`.as('total'),
      sql<number>`(count(*) filter (where t.status = 'done'))::int`.as('done'),
    ])
    .where('t.project_id', '=', projectId)
    .groupBy('s.visible_epic_id')
    .orderBy('s.visible_epic_id');

/** The rows that match, summed. */
export function sumOf<Row extends Counted>(rows: readonly Row[], matches: (row: Row) => boolean): Counted {
  const sum = { done: 0, total: 0, appeared: 0 };
  for (const row of rows) {
    if (!matches(row)) continue;
    sum.done += row.done;
    sum.total += row.total;
    sum.appeared += row.appeared;
  }
  return sum;
}
