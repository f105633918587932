import { sql } from 'kysely';
import type { z } from 'zod';
import { choicesMax, chosenFrom } from '../../../domain/choices';
import { priorityWords } from '../../../domain/words';
import { taskListInput } from '../../../inputs/projects';
import { holds } from '../../db/holds';
import { byDay, byMoment, byNumber, byOption, cutOf, pageOf } from '../../db/keyset';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { portalProcedure, type PortalDatabase } from '../procedure';

const pageSize = 50;

type Row = { number: number; priority: string; dueOn: string | null; completedAt: string | null };
const number = byNumber<Row>(sql`number`, (row) => row.number);
const pressing = byOption('app.task_priority', Object.keys(priorityWords));
const orders = {
  number: [number],
  due: [byDay<Row>(sql`due_on`, ({ dueOn }) => dueOn, { nullsLast: true }), number],
  priority: [pressing<Row>(sql`priority`, ({ priority }) => priority, { descending: true }), number],
  finished: [
    byMoment<Row>(sql`completed_at`, (row) => row.completedAt, { descending: true, nullsLast: true }),
    number,
  ],
};

/** The tasks that fit a filter. Only titles and numbers are searched, and only of tasks that the person sees. */
function matching(
  db: PortalDatabase,
  { projectId, status, epicId, storyId, milestoneId, search }: z.output<typeof taskListInput>,
) {
  let tasks = db.selectFrom('app.task').where('project_id', '=', projectId);
  if (status) tasks = tasks.where('status', '=', status);
  if (storyId) tasks = tasks.where('visible_story_id', '=', storyId);
  if (milestoneId) tasks = tasks.where('visible_milestone_id', '=', milestoneId);
  if (epicId)
    tasks = tasks.where('visible_story_id', 'in', (query) =>
      query.selectFrom('app.story').select('app.story.id').where('visible_epic_id', '=', epicId),
    );
  if (search) {
    const quoted = /^(?:tsk-?)?0*(\d{1,9})$/i.exec(search)?.[1];
    tasks = tasks.where((is) =>
      is.or([holds('title', search), ...(quoted ? [is('number', '=', Number(quoted))] : [])]),
    );
  }
  return tasks;
}

/**
 * A page of a project's visible tasks, 50 at a time, that fit a filter, with how many there are; and what can be filtered by,
 * from visible records alone.
 */
export const tasks = portalProcedure.input(taskListInput).query(async ({ ctx: { db }, input }) => {
  const { projectId } = input;
  const cut = cutOf(orders[input.sort], input, pageSize);
  const keep = [input.epicId, input.storyId, input.milestoneId].flatMap((id) => id ?? []);
  const nth = (order: string) => sql<number>`(row_number() over (order by ${sql.raw(order)}))::int`.as('nth');
  const isOffered = sql<boolean>`nth <= ${sql.lit(choicesMax + 1)} or id = any(${keep}::uuid[])`;
  const found = await selectAll(db, {
    projects: db.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
    tasks: matching(db, input)
      .select([
        'id',
        'number',
        'title',
        'status',
        'priority',
        'due_on as dueOn',
        'completed_at as completedAt',
      ])
      .where(cut.beyond)
      .orderBy(cut.order)
      .limit(cut.limit)
      .offset(cut.offset),
    beyond: matching(db, input)
      .select(sql<number>`count(*)::int`.as('tasks'))
      .where(cut.side ? cut.beyond : sql<boolean>`false`),
    count: matching(db, input).select(sql<number>`count(*)::int`.as('tasks')),
    epics: db
      .selectFrom(
        db
          .selectFrom('app.epic')
          .select(['id', 'title', nth('title, id')])
          .where('project_id', '=', projectId)
          .as('epic'),
      )
      .select(['id', 'title', 'nth'])
      .where(isOffered)
      .orderBy('title')
      .orderBy('id'),
    stories: db
      .selectFrom(
        db
          .selectFrom('app.story')
          .select(['id', 'title', 'visible_epic_id as epicId', nth('title, id')])
          .where('project_id', '=', projectId)
          .as('story'),
      )
      .select(['id', 'title', 'epicId', 'nth'])
      .where(isOffered)
      .orderBy('title')
      .orderBy('id'),
    milestones: db
      .selectFrom(
        db
          .selectFrom('app.milestone')
          .select(['id', 'title', 'agreed_on', nth('agreed_on desc, id desc')])
          .where('project_id', '=', projectId)
          .as('milestone'),
      )
      .select(['id', 'title', 'nth'])
      .where(isOffered)
      .orderBy('agreed_on')
      .orderBy('id'),
  });
  const [project] = found.projects;
  if (!project) throw notFound();
  const epics = chosenFrom(found.epics, keep);
  const stories = chosenFrom(found.stories, keep);
  const milestones = chosenFrom(found.milestones, keep);
  const total = found.count[0]?.tasks ?? 0;
  const shown = cut.side === 'before' ? found.tasks.toReversed() : found.tasks;
  return {
    project,
    epics: epics.rows,
    stories: stories.rows,
    milestones: milestones.rows,
    /** Of what there is more to choose from. */
    cut: Object.entries({ epics, stories, milestones }).flatMap(([kind, { isCut }]) => (isCut ? [kind] : [])),
    tasks: shown,
    total,
    ...pageOf(cut, shown, { total, beyond: found.beyond[0]?.tasks ?? 0 }),
  };
});
