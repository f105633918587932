import { milestoneStanding } from '../../../domain/milestone-standing';
import { progressOf } from '../../../domain/progress';
import { todayIn } from '../../../domain/dates';
import { portalProcedure } from '../procedure';
import { changesSinceLastVisit } from './changes';
import { countTasks, sumOf } from './progress';

/** The dashboard: each project with its progress, current sprint, next three milestones, and what changed since the last visit. */
export const list = portalProcedure.query(async ({ ctx: { db } }) => {
  const [projects, contracts, counts, sprints, milestones, client, changes] = await Promise.all([
    db
      .selectFrom('app.project')
      .select(['id', 'name', 'summary', 'status', 'contract_id', 'starts_on', 'due_on'])
      .orderBy('name')
      .orderBy('id')
      .execute(),
    db.selectFrom('app.contract_client').select(['contract_id', 'contract_number', 'contract_name']).execute(),
    countTasks(db),
    db
      .selectFrom('app.sprint')
      .select(['id', 'project_id', 'name', 'goal', 'starts_on', 'ends_on'])
      .where('status', '=', 'active')
      .execute(),
    db
      .selectFrom('app.milestone')
      .select(['id', 'project_id', 'title', 'agreed_on', 'forecast_on', 'met_on'])
      .where('met_on', 'is', null)
      .orderBy('agreed_on')
      .orderBy('id')
      .execute(),
    db.selectFrom('app.client').select('time_zone').executeTakeFirst(),
    changesSinceLastVisit(db),
  ]);
  const today = todayIn(client?.time_zone ?? 'UTC', new Date());

  return {
    since: changes.since,
    projects: projects.map((project) => {
      const contract = contracts.find((row) => row.contract_id === project.contract_id);
      const sprint = sprints.find((row) => row.project_id === project.id);
      return {
        id: project.id,
        name: project.name,
        summary: project.summary,
        status: project.status,
        startsOn: project.starts_on,
        dueOn: project.due_on,
        contract: contract ? { number: contract.contract_number, name: contract.contract_name } : null,
        progress: progressOf(sumOf(counts, (row) => row.projectId === project.id)),
        sprint: sprint
          ? {
              id: sprint.id,
              name: sprint.name,
              goal: sprint.goal,
              startsOn: sprint.starts_on,
              endsOn: sprint.ends_on,
              progress: progressOf(sumOf(counts, (row) => row.sprintId === sprint.id)),
            }
          : null,
        milestones: milestones
          .filter((row) => row.project_id === project.id)
          .slice(0, 3)
          .map((row) => ({
            id: row.id,
            title: row.title,
            agreedOn: row.agreed_on,
            forecastOn: row.forecast_on,
            standing: milestoneStanding({ agreedOn: row.agreed_on, forecastOn: row.forecast_on, metOn: row.met_on }, today),
          })),
        changes: changes.sentences(project.id),
      };
    }),
  };
});
