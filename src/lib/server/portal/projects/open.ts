import { sql } from 'kysely';
import { todayIn } from '../../../domain/dates';
import { movesTold } from '../../../domain/milestone-history';
import { milestoneStanding } from '../../../domain/milestone-standing';
import { progressOf } from '../../../domain/progress';
import { projectOpenInput } from '../../../inputs/projects';
import { byDay, byId, byPosition, cutOf, pageOf } from '../../db/keyset';
import { partCutOf, partPageOf } from '../../db/pagination';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';
import { changeQueries, sentencesOf, sinceVisit, withHere } from './changes';
import { latestFirst, moveColumns } from './moves';
import { countByEpic, countEachWay, sumOf } from './progress';

const statuses = ['to_do', 'in_progress', 'in_review', 'blocked', 'done'] as const;

const epicsOnPage = 50;
const storiesTold = 20;
type Milestone = { id: string; agreedOn: string };
const latestMilestones = [
  byDay<Milestone>(sql`agreed_on`, ({ agreedOn }) => agreedOn, { descending: true }),
  byId<Milestone>(sql`id`, ({ id }) => id, { descending: true }),
];
const order = byPosition<{ id: string; rank: number | null }>('epic');

/**
 * One project: a page of its epics with the first stories of each, and on the last page the first stories of none, the last
 * hundred milestones, or those before them, with their standing and progress and the latest moves of their dates, the current
 * sprint. What is counted is counted whole, of what the person sees. Not found where hidden or absent.
 */
export const open = portalProcedure
  .input(projectOpenInput)
  .query(async ({ ctx: { db }, input: { projectId, page, edge, earlier } }) => {
    const allEpics = db.selectFrom('app.epic').where('project_id', '=', projectId);
    const cut = cutOf(order, { page, edge }, epicsOnPage);
    const epics = allEpics.where(cut.beyond).orderBy(cut.order).limit(cut.limit).offset(cut.offset);
    const isOnPage = sql<string>`any (array(${epics.select('id')}))`;
    const allMilestones = db.selectFrom('app.milestone').where('project_id', '=', projectId);
    const part = partCutOf(latestMilestones, earlier);
    const milestones = allMilestones
      .where(part.beyond)
      .orderBy(part.order)
      .limit(part.limit)
      .offset(part.offset);
    const milestoneColumns = [
      ...(['id', 'title', 'description'] as const),
      ...(['agreed_on as agreedOn', 'forecast_on as forecastOn', 'met_on as metOn'] as const),
    ];
    const count = sql<number>`count(*)::int`;
    const found = await selectAll(withHere(db), {
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
      epics: epics.select(['id', 'title', 'summary', 'shared_position as rank']),
      epicsBeyond: allEpics.select(count.as('epics')).where(cut.side ? cut.beyond : sql<boolean>`false`),
      epicCounts: allEpics.select(count.as('epics')),
      epicTasks: countByEpic(db, projectId).where('s.visible_epic_id', '=', isOnPage),
      stories: db
        .selectFrom(
          db
            .selectFrom('app.story')
            .select(['id', 'title', 'summary', 'visible_epic_id as epicId'])
            .select([
              sql<number>`row_number() over (partition by visible_epic_id order by shared_position, id)`.as(
                'nth',
              ),
              sql<number>`(count(*) over (partition by visible_epic_id))::int`.as('of'),
            ])
            .where('project_id', '=', projectId)
            .where((is) => is.or([is('visible_epic_id', 'is', null), is('visible_epic_id', '=', isOnPage)]))
            .as('s'),
        )
        .selectAll()
        .where('nth', '<=', storiesTold)
        .orderBy('nth')
        .orderBy('id'),
      sprints: db
        .selectFrom('app.sprint')
        .select(['id', 'name', 'goal', 'starts_on as startsOn', 'ends_on as endsOn'])
        .where('project_id', '=', projectId)
        .where('status', '=', 'active')
        .orderBy('id'),
      milestones: milestones.select(milestoneColumns),
      milestonesBeyond: allMilestones
        .select(count.as('milestones'))
        .where(part.side ? part.beyond : sql<boolean>`false`),
      milestoneCounts: allMilestones.select(count.as('milestones')),
      // Of what is news it is told wherever it stands.
      changed: allMilestones
        .select(milestoneColumns)
        .where('id', 'in', (query) =>
          query
            .selectFrom('app.milestone_change as c')
            .select('c.milestone_id')
            .where('c.project_id', '=', projectId)
            .where('c.changed_at', '>', sinceVisit),
        )
        .orderBy('agreed_on')
        .orderBy('id'),
      moves: db
        .selectFrom(
          db
            .selectFrom('app.milestone_change')
            .select([...moveColumns, 'milestone_id as milestoneId'])
            .select([
              sql<number>`row_number() over (partition by milestone_id order by ${sql.raw(latestFirst.join())})`.as(
                'nth',
              ),
              sql<number>`(count(*) over (partition by milestone_id))::int`.as('of'),
            ])
            .where('project_id', '=', projectId)
            .where('milestone_id', '=', sql<string>`any (array(${milestones.select('id')}))`)
            .as('c'),
        )
        .selectAll()
        .where('nth', '<=', movesTold)
        .orderBy('nth')
        .orderBy('milestoneId'),
      ...changeQueries(db, projectId),
    });
    const [project] = found.projects;
    if (!project) throw notFound();

    const timeZone = found.here[0]?.timeZone ?? 'UTC';
    const today = todayIn(timeZone, new Date());
    const { contractNumber, contractName, ...facts } = project;
    const [sprint] = found.sprints;
    const counted = sumOf(found.counts, (row) => row.by === 'status');
    const storiesOf = (epicId: string | null) =>
      found.stories
        .filter((story) => story.epicId === epicId)
        .map(({ epicId: _, nth: __, of: ___, ...story }) => ({
          ...story,
          progress: progressOf(sumOf(found.counts, (row) => row.by === 'story' && row.storyId === story.id)),
        }));
    const storyCountOf = (epicId: string | null) =>
      found.stories.find((story) => story.epicId === epicId)?.of ?? 0;
    const shown = cut.side === 'before' ? found.epics.toReversed() : found.epics;
    const rank = pageOf(cut, shown, {
      total: found.epicCounts[0]?.epics ?? 0,
      beyond: found.epicsBeyond[0]?.epics ?? 0,
    });
    const milestonesShown = part.side === 'before' ? found.milestones.toReversed() : found.milestones;
    const isLast = rank.page >= rank.pages;

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
      ...rank,
      epics: shown.map(({ rank: _, ...epic }) => ({
        ...epic,
        progress: progressOf(
          found.epicTasks.find(({ epicId }) => epicId === epic.id) ?? { done: 0, total: 0 },
        ),
        stories: storiesOf(epic.id),
        storyCount: storyCountOf(epic.id),
      })),
      storiesWithoutEpic: isLast ? storiesOf(null) : [],
      storyCountWithoutEpic: isLast ? storyCountOf(null) : 0,
      sprint: sprint
        ? {
            ...sprint,
            progress: progressOf(
              sumOf(found.counts, (row) => row.by === 'sprint' && row.sprintId === sprint.id),
            ),
          }
        : null,
      milestones: milestonesShown.toReversed().map((row) => {
        const moves = found.moves.filter(({ milestoneId }) => milestoneId === row.id);
        return {
          ...row,
          standing: milestoneStanding(row, today),
          progress: progressOf(
            sumOf(found.counts, (one) => one.by === 'milestone' && one.milestoneId === row.id),
          ),
          moves: moves[0]?.of ?? 0,
          changes: moves.map(({ milestoneId: _, nth: __, of: ___, ...move }) => move).toReversed(),
        };
      }),
      /** How many milestones stand before those that are here. */
      ...partPageOf(part, milestonesShown, {
        total: found.milestoneCounts[0]?.milestones ?? 0,
        beyond: found.milestonesBeyond[0]?.milestones ?? 0,
      }),
      since: found.here[0]?.since ?? null,
      changes: sentencesOf(found, project.id, counted.appeared, found.changed),
    };
  });
