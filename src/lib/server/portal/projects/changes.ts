import { sql } from 'kysely';
import { changeSentences, type ProjectChanges } from '../../../domain/changes';
import type { PortalDatabase } from '../procedure';

const none: ProjectChanges = { finished: 0, started: 0, appeared: 0, milestonesMoved: [], milestonesMet: [] };

/**
 * What happened in each visible project since the end of the person's previous visit, told from visible facts alone:
 * tasks that were finished, started or shared, milestones that moved or were met. On a first visit there is no "since".
 */
export async function changesSinceLastVisit(db: PortalDatabase) {
  const sinceVisit = sql<string>`(select v.previous_seen_at from app.client_visit v)`;
  const [visit, statuses, appeared, moved] = await Promise.all([
    db.selectFrom('app.client_visit').select('previous_seen_at').executeTakeFirst(),
    db
      .selectFrom('app.task_status_change')
      .select(['project_id', 'to_status', sql<number>`count(distinct task_id)::int`.as('tasks')])
      .where('changed_at', '>', sinceVisit)
      .where('from_status', 'is not', null)
      .where('to_status', 'in', ['done', 'in_progress'])
      .groupBy(['project_id', 'to_status'])
      .execute(),
    db
      .selectFrom('app.task')
      .select(['project_id', sql<number>`count(*)::int`.as('tasks')])
      .where('shared_at', '>', sinceVisit)
      .groupBy('project_id')
      .execute(),
    db
      .selectFrom('app.milestone_change as c')
      .innerJoin('app.milestone as m', 'm.id', 'c.milestone_id')
      .select(['c.project_id', 'm.title', 'c.from_met_on', 'c.to_met_on', 'm.forecast_on', 'm.agreed_on'])
      .where('c.changed_at', '>', sinceVisit)
      .orderBy('c.changed_at')
      .orderBy('m.title')
      .execute(),
  ]);

  return {
    since: visit?.previous_seen_at ?? null,
    /** What changed in one project, as sentences; empty where nothing did. */
    sentences(projectId: string): string[] {
      const changes: ProjectChanges = { ...none, milestonesMoved: [], milestonesMet: [] };
      for (const row of statuses) {
        if (row.project_id !== projectId) continue;
        if (row.to_status === 'done') changes.finished = row.tasks;
        else changes.started = row.tasks;
      }
      changes.appeared = appeared.find((row) => row.project_id === projectId)?.tasks ?? 0;
      for (const row of moved) {
        if (row.project_id !== projectId) continue;
        if (row.to_met_on && !row.from_met_on) changes.milestonesMet.push(row.title);
        else changes.milestonesMoved.push({ title: row.title, to: row.forecast_on ?? row.agreed_on });
      }
      return changeSentences(changes);
    },
  };
}
