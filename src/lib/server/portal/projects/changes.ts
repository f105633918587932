import { sql } from 'kysely';
import { changeSentences, type ChangedMilestone } from '../../../domain/changes';
import type { PortalDatabase } from '../procedure';

/** The moment after which a fact is news to the person; null on a first visit, which makes nothing news. */
export const sinceVisit = sql<string | null>`(select since from here)`;

/** The end of the visit before this one. A new visit may have begun that nobody has noted yet: app.record_visit() says when. */
const previousSeenAt = sql<string | null>`case
  when v.last_seen_at < now() - interval '30 minutes' then v.last_seen_at else v.previous_seen_at end`;

/**
 * The caller's client and last visit, read once for the whole statement: every reference to a table asks
 * anew who is signed in. For `selectAll`, whose queries then may say `sinceVisit`.
 */
export const withHere = (db: PortalDatabase) =>
  db.with('here', (query) =>
    query
      .selectFrom('app.client as c')
      .leftJoin('app.client_visit as v', (join) => join.onTrue())
      .select(['c.time_zone', previousSeenAt.as('since')]),
  );

/** The changes since then, from visible facts alone: statuses of tasks, dates of milestones. */
export const changeQueries = (db: PortalDatabase, projectId?: string) => {
  // A task that came and went again is no news: what counts is where it stands.
  const counted = db
    .selectFrom('app.task_status_change as c')
    .innerJoin('app.task as t', (join) =>
      join.onRef('t.id', '=', 'c.task_id').onRef('t.status', '=', 'c.to_status'),
    )
    .select([
      'c.project_id as projectId',
      'c.to_status as status',
      't.visible_sprint_id as sprintId',
      sql<number>`count(distinct c.task_id)::int`.as('tasks'),
    ])
    .where('c.changed_at', '>', sinceVisit)
    .where('c.from_status', 'is not', null)
    .where('c.to_status', 'in', ['done', 'in_progress'])
    .groupBy(['c.project_id', 'c.to_status', 't.visible_sprint_id']);
  // A sprint's name is looked up for what was counted, not for each change.
  const statusChanges = db
    .selectFrom((projectId ? counted.where('c.project_id', '=', projectId) : counted).as('n'))
    .leftJoin('app.sprint as s', 's.id', 'n.sprintId')
    .select(['n.projectId', 'n.status', 's.name as sprint', 'n.tasks'])
    .orderBy(sql`s.starts_on desc nulls last`)
    .orderBy('s.name')
    .orderBy('n.projectId')
    .orderBy('n.status')
    .orderBy('n.sprintId');
  const milestoneChanges = db
    .selectFrom('app.milestone_change')
    .select([
      'milestone_id as milestoneId',
      'from_agreed_on as agreedOn',
      'from_forecast_on as forecastOn',
      'from_met_on as metOn',
    ])
    .where('changed_at', '>', sinceVisit)
    .distinctOn('milestone_id')
    .orderBy('milestone_id')
    .orderBy('changed_at');
  return {
    here: db.selectNoFrom([
      sql<string | null>`(select time_zone from here)`.as('timeZone'),
      sinceVisit.as('since'),
    ]),
    statusChanges,
    milestoneChanges: projectId ? milestoneChanges.where('project_id', '=', projectId) : milestoneChanges,
  };
};

type Changes = {
  statusChanges: { projectId: string; status: string; sprint: string | null; tasks: number }[];
  /** The days of a milestone before the first of its changes. */
  milestoneChanges: {
    milestoneId: string;
    agreedOn: string | null;
    forecastOn: string | null;
    metOn: string | null;
  }[];
};

type Milestone = Omit<ChangedMilestone, 'before'> & { id: string };

/**
 * The changes in one project as sentences; empty where there are none. `appeared` tasks are new to the person, `milestones`
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
  return changeSentences({
    finished: count('done'),
    started: count('in_progress'),
    appeared,
    milestones: milestones.flatMap((milestone) => {
      const first = changes.milestoneChanges.find(({ milestoneId }) => milestoneId === milestone.id);
      if (!first) return [];
      const { forecastOn, metOn } = first;
      return [
        { ...milestone, before: { agreedOn: first.agreedOn ?? milestone.agreedOn, forecastOn, metOn } },
      ];
    }),
  });
}
