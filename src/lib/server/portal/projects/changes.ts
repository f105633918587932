import { sql } from 'kysely';
import { changeSentences } from '../../../domain/changes';
import type { PortalDatabase } from '../procedure';

/** The moment after which a fact is news to the person; null on a first visit, which makes nothing news. */
export const sinceVisit = sql<string | null>`(select since from here)`;

/**
 * Where the person is and when they were here last, read once for the whole statement: every reference to a table asks
 * anew who is signed in. For `together`, whose queries then may say `sinceVisit`.
 */
export const withHere = (db: PortalDatabase) =>
  db.with('here', (query) =>
    query
      .selectFrom('app.client as c')
      .leftJoin('app.client_visit as v', (join) => join.onTrue())
      .select(['c.time_zone', 'v.previous_seen_at as since']),
  );

/** What happened since then, from visible facts alone: statuses of tasks, dates of milestones. */
export const changeQueries = (db: PortalDatabase, projectId?: string) => {
  // A task that came and went again is no news: what counts is where it stands.
  const statusChanges = db
    .selectFrom('app.task_status_change as c')
    .innerJoin('app.task as t', (join) =>
      join.onRef('t.id', '=', 'c.task_id').onRef('t.status', '=', 'c.to_status'),
    )
    .leftJoin('app.sprint as s', 's.id', 't.visible_sprint_id')
    .select([
      'c.project_id as projectId',
      'c.to_status as status',
      's.name as sprint',
      sql<number>`count(distinct c.task_id)::int`.as('tasks'),
    ])
    .where('c.changed_at', '>', sinceVisit)
    .where('c.from_status', 'is not', null)
    .where('c.to_status', 'in', ['done', 'in_progress'])
    .groupBy(['c.project_id', 'c.to_status', 's.id', 's.name', 's.starts_on'])
    .orderBy(sql`s.starts_on desc nulls last`)
    .orderBy('s.name');
  const milestoneChanges = db
    .selectFrom('app.milestone_change')
    .select(['milestone_id as milestoneId', 'from_met_on as fromMetOn', 'to_met_on as toMetOn'])
    .where('changed_at', '>', sinceVisit)
    .orderBy('changed_at');
  return {
    here: db.selectNoFrom([
      sql<string | null>`(select time_zone from here)`.as('timeZone'),
      sinceVisit.as('since'),
    ]),
    statusChanges: projectId ? statusChanges.where('c.project_id', '=', projectId) : statusChanges,
    milestoneChanges: projectId ? milestoneChanges.where('project_id', '=', projectId) : milestoneChanges,
  };
};

type Changes = {
  statusChanges: { projectId: string; status: string; sprint: string | null; tasks: number }[];
  milestoneChanges: { milestoneId: string; fromMetOn: string | null; toMetOn: string | null }[];
};

type Milestone = { id: string; title: string; agreedOn: string; forecastOn: string | null };

/**
 * What changed in one project as sentences; empty where nothing did. `appeared` tasks are new to the person, `milestones`
 * are the project's own.
 */
export function sentencesOf(
  changes: Changes,
  projectId: string,
  appeared: number,
  milestones: readonly Milestone[],
): string[] {
  const count = (status: string) =>
    changes.statusChanges.filter((row) => row.projectId === projectId && row.status === status);
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
    appeared,
    milestonesMet: touched(true).map((milestone) => milestone.title),
    milestonesMoved: touched(false).map(({ title, forecastOn, agreedOn }) => ({
      title,
      to: forecastOn ?? agreedOn,
    })),
  });
}
