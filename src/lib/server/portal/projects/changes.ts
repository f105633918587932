import { sql } from 'kysely';
import { changeSentences } from '../../../domain/changes';
import type { PortalDatabase } from '../procedure';

const sinceVisit = sql<string>`(select v.previous_seen_at from app.client_visit v)`;

/**
 * What happened since the end of the person's previous visit, from visible facts alone: tasks that were finished,
 * started or shared, milestones whose dates moved. Queries for `together`; on a first visit they find nothing.
 */
export const changeQueries = (db: PortalDatabase) => ({
  visit: db.selectFrom('app.client_visit').select('previous_seen_at as since'),
  statusChanges: db
    .selectFrom('app.task_status_change')
    .select([
      'project_id as projectId',
      'to_status as status',
      sql<number>`count(distinct task_id)::int`.as('tasks'),
    ])
    .where('changed_at', '>', sinceVisit)
    .where('from_status', 'is not', null)
    .where('to_status', 'in', ['done', 'in_progress'])
    .groupBy(['project_id', 'to_status']),
  appeared: db
    .selectFrom('app.task')
    .select(['project_id as projectId', sql<number>`count(*)::int`.as('tasks')])
    .where('shared_at', '>', sinceVisit)
    .groupBy('project_id'),
  milestoneChanges: db
    .selectFrom('app.milestone_change')
    .select(['milestone_id as milestoneId', 'from_met_on as fromMetOn', 'to_met_on as toMetOn'])
    .where('changed_at', '>', sinceVisit)
    .orderBy('changed_at'),
});

type Changes = {
  statusChanges: { projectId: string; status: string; tasks: number }[];
  appeared: { projectId: string; tasks: number }[];
  milestoneChanges: { milestoneId: string; fromMetOn: string | null; toMetOn: string | null }[];
};

type Milestone = { id: string; title: string; agreedOn: string; forecastOn: string | null };

/** What changed in one project as sentences; empty where nothing did. `milestones` are the project's own. */
export function sentencesOf(changes: Changes, projectId: string, milestones: readonly Milestone[]): string[] {
  const count = (status: string) =>
    changes.statusChanges.find((row) => row.projectId === projectId && row.status === status)?.tasks ?? 0;
  const touched = (met: boolean) => {
    const ids = new Set(
      changes.milestoneChanges
        .filter((row) => (row.toMetOn !== null && row.fromMetOn === null) === met)
        .map((row) => row.milestoneId),
    );
    return milestones.filter((milestone) => ids.has(milestone.id));
  };
  return changeSentences({
    finished: count('done'),
    started: count('in_progress'),
    appeared: changes.appeared.find((row) => row.projectId === projectId)?.tasks ?? 0,
    milestonesMet: touched(true).map((milestone) => milestone.title),
    milestonesMoved: touched(false).map(({ title, forecastOn, agreedOn }) => ({
      title,
      to: forecastOn ?? agreedOn,
    })),
  });
}
