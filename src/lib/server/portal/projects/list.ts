import { todayIn } from '../../../domain/dates';
import { milestoneStanding } from '../../../domain/milestone-standing';
import { progressOf } from '../../../domain/progress';
import { selectAllCompiled } from '../../db/select-all';
import { portalProcedure, type PortalDatabase } from '../procedure';
import { changeQueries, sentencesOf, withHere } from './changes';
import { countBySprint, sumOf } from './progress';

const dashboard = selectAllCompiled((db: PortalDatabase) => ({
  from: withHere(db),
  queries: {
    projects: db
      .selectFrom('app.project as p')
      .leftJoin('app.contract_client as c', 'c.contract_id', 'p.contract_id')
      .select([
        'p.id',
        'p.name',
        'p.summary',
        'p.status',
        'p.starts_on as startsOn',
        'p.due_on as dueOn',
        'c.contract_number as contractNumber',
        'c.contract_name as contractName',
      ])
      // Running projects first: the enum's order is planned, active, on hold, completed, cancelled.
      .orderBy('p.status')
      .orderBy('p.name')
      .orderBy('p.id'),
    counts: countBySprint(db),
    sprints: db
      .selectFrom('app.sprint')
      .select(['id', 'project_id as projectId', 'name', 'goal', 'starts_on as startsOn', 'ends_on as endsOn'])
      .where('status', '=', 'active')
      .orderBy('id'),
    milestones: db
      .selectFrom('app.milestone')
      .select([
        'id',
        'project_id as projectId',
        'title',
        'agreed_on as agreedOn',
        'forecast_on as forecastOn',
        'met_on as metOn',
      ])
      .orderBy('agreed_on')
      .orderBy('id'),
    ...changeQueries(db),
  },
}));

/** The dashboard: each project with its progress, current sprint, milestones ahead, and what changed since the last visit. */
export const list = portalProcedure.query(async ({ ctx: { db } }) => {
  const found = await dashboard(db);
  const today = todayIn(found.here[0]?.timeZone ?? 'UTC', new Date());

  return {
    since: found.here[0]?.since ?? null,
    today,
    projects: found.projects.map(({ contractNumber, contractName, ...project }) => {
      const sprint = found.sprints.find((row) => row.projectId === project.id);
      const counted = sumOf(found.counts, (row) => row.projectId === project.id);
      const milestones = found.milestones.filter((row) => row.projectId === project.id);
      return {
        ...project,
        contract: contractNumber && contractName ? { number: contractNumber, name: contractName } : null,
        progress: progressOf(counted),
        sprint: sprint
          ? { ...sprint, progress: progressOf(sumOf(found.counts, (row) => row.sprintId === sprint.id)) }
          : null,
        milestones: milestones
          .filter((row) => row.metOn === null)
          .map((row) => ({ ...row, standing: milestoneStanding(row, today) })),
        changes: sentencesOf(found, project.id, counted.appeared, milestones),
      };
    }),
  };
});
