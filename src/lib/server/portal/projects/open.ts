import { todayIn } from '../../../domain/dates';
import { milestoneStanding } from '../../../domain/milestone-standing';
import { progressOf } from '../../../domain/progress';
import { projectInput } from '../../../inputs/projects';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';
import { changeQueries, sentencesOf, withHere } from './changes';
import { countEachWay, sumOf } from './progress';

const statuses = ['to_do', 'in_progress', 'in_review', 'blocked', 'done'] as const;

/** One project: summary by epic and story, milestones with their standing and progress, the current sprint. Not found where hidden or absent. */
export const open = portalProcedure
  .input(projectInput)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const found = await together(withHere(db), {
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
        .where('p.id', '=', projectId),
      counts: countEachWay(db, projectId),
      epics: db
        .selectFrom('app.epic')
        .select(['id', 'title', 'summary'])
        .where('project_id', '=', projectId)
        .orderBy('shared_position'),
      stories: db
        .selectFrom('app.story')
        .select(['id', 'title', 'summary', 'visible_epic_id as epicId'])
        .where('project_id', '=', projectId)
        .orderBy('shared_position'),
      sprints: db
        .selectFrom('app.sprint')
        .select(['id', 'name', 'goal', 'starts_on as startsOn', 'ends_on as endsOn'])
        .where('project_id', '=', projectId)
        .where('status', '=', 'active'),
      milestones: db
        .selectFrom('app.milestone')
        .select([
          'id',
          'title',
          'description',
          'agreed_on as agreedOn',
          'forecast_on as forecastOn',
          'met_on as metOn',
        ])
        .where('project_id', '=', projectId)
        .orderBy('agreed_on')
        .orderBy('id'),
      moves: db
        .selectFrom('app.milestone_change')
        .select([
          'milestone_id as milestoneId',
          'changed_at as at',
          'from_agreed_on as fromAgreedOn',
          'to_agreed_on as toAgreedOn',
          'from_forecast_on as fromForecastOn',
          'to_forecast_on as toForecastOn',
          'from_met_on as fromMetOn',
          'to_met_on as toMetOn',
        ])
        .where('project_id', '=', projectId)
        .orderBy('changed_at'),
      ...changeQueries(db, projectId),
    });
    const [project] = found.projects;
    if (!project) throw notFound();

    const timeZone = found.here[0]?.timeZone ?? 'UTC';
    const today = todayIn(timeZone, new Date());
    const { contractNumber, contractName, ...facts } = project;
    const [sprint] = found.sprints;
    const counted = sumOf(found.counts, (row) => row.by === 'status');
    const storyView = ({ epicId: _, ...story }: (typeof found.stories)[number]) => ({
      ...story,
      progress: progressOf(sumOf(found.counts, (row) => row.by === 'story' && row.storyId === story.id)),
    });

    return {
      ...facts,
      today,
      timeZone,
      contract: contractNumber && contractName ? { number: contractNumber, name: contractName } : null,
      progress: progressOf(counted),
      byStatus: statuses.map((status) => ({
        status,
        tasks: sumOf(found.counts, (row) => row.by === 'status' && row.status === status).total,
      })),
      epics: found.epics.map((epic) => {
        const stories = found.stories.filter((story) => story.epicId === epic.id);
        const ids = new Set<string | null>(stories.map((story) => story.id));
        return {
          ...epic,
          progress: progressOf(sumOf(found.counts, (row) => row.by === 'story' && ids.has(row.storyId))),
          stories: stories.map(storyView),
        };
      }),
      storiesWithoutEpic: found.stories.filter((story) => story.epicId === null).map(storyView),
      sprint: sprint
        ? {
            ...sprint,
            progress: progressOf(
              sumOf(found.counts, (row) => row.by === 'sprint' && row.sprintId === sprint.id),
            ),
          }
        : null,
      milestones: found.milestones.map((row) => ({
        ...row,
        standing: milestoneStanding(row, today),
        progress: progressOf(
          sumOf(found.counts, (count) => count.by === 'milestone' && count.milestoneId === row.id),
        ),
        changes: found.moves
          .filter(({ milestoneId }) => milestoneId === row.id)
          .map(({ milestoneId: _, ...move }) => move),
      })),
      since: found.here[0]?.since ?? null,
      changes: sentencesOf(found, project.id, counted.appeared, found.milestones),
    };
  });
