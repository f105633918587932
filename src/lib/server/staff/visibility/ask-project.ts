import { sql } from 'kysely';
import type { ViewChange } from '../../../domain/client-view';
import { progressOf } from '../../../domain/progress';
import { selectAll } from '../../db/select-all';
import type { StaffTransaction } from '../procedure';
import { projectsToDo } from '../rights';

/** A project with more Client Visible records than these is asked about, rather than shared for a try. */
const tried_max = 500;

/**
 * Counts the records that the client gains or loses as a whole project is shared or hidden: a question, which writes nothing and so keeps
 * nobody waiting. It names no connections and no history that come back with them. Undefined where a try can name each record: the project is small, already as it is to be, or not the person's to share.
 */
export async function askOfProject(
  db: StaffTransaction,
  projectId: string,
  visibility: 'client_visible' | 'internal_only',
): Promise<ViewChange | undefined> {
  const ofProject = db
    .selectFrom('app.record')
    .where('project_id', '=', projectId)
    .where('visible', '=', true);
  const { few, projects, records, tasks } = await selectAll(db, {
    few: db
      .selectFrom(
        ofProject
          .select('id')
          .limit(tried_max + 2)
          .as('r'),
      )
      .select(sql<boolean>`count(*) < ${sql.lit(tried_max + 2)}`.as('is')),
    projects: db
      .selectFrom('app.project')
      .select(['id', 'name'])
      .where('id', '=', projectId)
      .where('visibility', '<>', visibility)
      .where(sql<boolean>`id = any(${projectsToDo('share')})`),
    records: ofProject
      .where('kind', '<>', 'project')
      .groupBy('kind')
      .select(['kind', sql<number>`count(*)::int`.as('records')])
      .orderBy('kind'),
    tasks: db
      .selectFrom('app.task')
      .where('project_id', '=', projectId)
      .where('visible', '=', true)
      .select(sql<number>`count(*)::int`.as('total'))
      .select(sql<number>`(count(*) filter (where status = 'done'))::int`.as('done')),
  });
  const [project] = projects;
  if (!project || !tasks[0] || few[0]?.is) return undefined;
  const isGained = visibility === 'client_visible';
  const record = [{ kind: 'project' as const, id: project.id, label: project.name }];
  const progress = progressOf(tasks[0]);
  return {
    gains: isGained ? record : [],
    losses: isGained ? [] : record,
    further: records,
    rollups: [{ of: project.name, from: isGained ? null : progress, to: isGained ? progress : null }],
    references: [],
    history: [],
  };
}
