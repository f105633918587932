import { todayIn } from '../../../domain/dates';
import { milestoneStanding } from '../../../domain/milestone-standing';
import { progressOf } from '../../../domain/progress';
import { projectInput } from '../../../inputs/projects';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';
import { changesSinceLastVisit } from './changes';
import { countTasks, sumOf } from './progress';

/** One project: summary by epic and story, milestones with their standing, the current sprint. Not found where hidden or absent. */
export const open = portalProcedure.input(projectInput).query(async ({ ctx: { db }, input: { projectId } }) => {
  const [project, contracts, counts, epics, stories, sprints, milestones, client, changes] = await Promise.all([
    db
      .selectFrom('app.project')
      .select(['id', 'name', 'summary', 'status', 'contract_id', 'starts_on', 'due_on'])
      .where('id', '=', projectId)
      .executeTakeFirst(),
    db.selectFrom('app.contract_client').select(['contract_id', 'contract_number', 'contract_name']).execute(),
    countTasks(db, projectId),
    db
      .selectFrom('app.epic')
      .select(['id', 'title', 'summary'])
      .where('project_id', '=', projectId)
      .orderBy('shared_at')
      .orderBy('title')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('app.story')
      .select(['id', 'title', 'summary', 'visible_epic_id'])
      .where('project_id', '=', projectId)
      .orderBy('shared_at')
      .orderBy('title')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('app.sprint')
      .select(['id', 'name', 'goal', 'status', 'starts_on', 'ends_on'])
      .where('project_id', '=', projectId)
      .orderBy('starts_on')
      .orderBy('id')
      .execute(),
    db
      .selectFrom('app.milestone')
      .select(['id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on'])
      .where('project_id', '=', projectId)
      .orderBy('agreed_on')
      .orderBy('id')
      .execute(),
    db.selectFrom('app.client').select('time_zone').executeTakeFirst(),
    changesSinceLastVisit(db),
  ]);
  if (!project) throw notFound();

  const today = todayIn(client?.time_zone ?? 'UTC', new Date());
  const contract = contracts.find((row) => row.contract_id === project.contract_id);
  const storyView = (story: (typeof stories)[number]) => ({
    id: story.id,
    title: story.title,
    summary: story.summary,
    progress: progressOf(sumOf(counts, (row) => row.storyId === story.id)),
  });
  const current = sprints.find((sprint) => sprint.status === 'active');

  return {
    id: project.id,
    name: project.name,
    summary: project.summary,
    status: project.status,
    startsOn: project.starts_on,
    dueOn: project.due_on,
    today,
    contract: contract ? { number: contract.contract_number, name: contract.contract_name } : null,
    progress: progressOf(sumOf(counts, () => true)),
    byStatus: (['to_do', 'in_progress', 'in_review', 'blocked', 'done'] as const).map((status) => ({
      status,
      tasks: sumOf(counts, (row) => row.status === status).total,
    })),
    epics: epics.map((epic) => {
      const own = stories.filter((story) => story.visible_epic_id === epic.id);
      const ids = new Set(own.map((story) => story.id));
      return {
        id: epic.id,
        title: epic.title,
        summary: epic.summary,
        progress: progressOf(sumOf(counts, (row) => row.storyId !== null && ids.has(row.storyId))),
        stories: own.map(storyView),
      };
    }),
    storiesWithoutEpic: stories.filter((story) => story.visible_epic_id === null).map(storyView),
    sprint: current
      ? {
          id: current.id,
          name: current.name,
          goal: current.goal,
          startsOn: current.starts_on,
          endsOn: current.ends_on,
          progress: progressOf(sumOf(counts, (row) => row.sprintId === current.id)),
        }
      : null,
    milestones: milestones.map((row) => ({
      id: row.id,
      title: row.title,
      description: row.description,
      agreedOn: row.agreed_on,
      forecastOn: row.forecast_on,
      metOn: row.met_on,
      standing: milestoneStanding({ agreedOn: row.agreed_on, forecastOn: row.forecast_on, metOn: row.met_on }, today),
    })),
    since: changes.since,
    changes: changes.sentences(project.id),
  };
});
