import { sql } from 'kysely';
import { progressOf } from '../../../domain/progress';
import { storyListInput } from '../../../inputs/projects';
import { byPosition, cutOf, pageOf } from '../../db/keyset';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

const pageSize = 50;
const order = byPosition<{ id: string; rank: number | null }>('story');

/** The visible stories of an epic, or of none, 50 a page, each with how many of its visible tasks are done. */
export const stories = portalProcedure
  .input(storyListInput)
  .query(async ({ ctx: { db }, input: { projectId, epicId, ...asked } }) => {
    const cut = cutOf(order, asked, pageSize);
    const all = db
      .selectFrom('app.story')
      .where('project_id', '=', projectId)
      .where('visible_epic_id', epicId === 'none' ? 'is' : '=', epicId === 'none' ? null : epicId);
    const shown = all.where(cut.beyond).orderBy(cut.order).limit(cut.limit).offset(cut.offset);
    const found = await selectAll(db, {
      projects: db.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
      epics: db
        .selectFrom('app.epic')
        .select(['id', 'title'])
        .where('project_id', '=', projectId)
        .where('id', '=', epicId === 'none' ? null : epicId),
      stories: shown.select(['id', 'title', 'summary', 'shared_position as rank']),
      counts: all.select(sql<number>`count(*)::int`.as('stories')),
      beyond: all
        .select(sql<number>`count(*)::int`.as('stories'))
        .where(cut.side ? cut.beyond : sql<boolean>`false`),
      tasks: db
        .selectFrom('app.task')
        .select('visible_story_id as storyId')
        .select([
          sql<number>`count(*)::int`.as('total'),
          sql<number>`(count(*) filter (where status = 'done'))::int`.as('done'),
        ])
        .where('project_id', '=', projectId)
        .where('visible_story_id', '=', sql<string>`any (array(${shown.select('id')}))`)
        .groupBy('visible_story_id')
        .orderBy('visible_story_id'),
    });
    const [project] = found.projects;
    const [epic = null] = found.epics;
    if (!project || (epicId !== 'none' && !epic)) throw notFound();
    const rows = cut.side === 'before' ? found.stories.toReversed() : found.stories;
    const total = found.counts[0]?.stories ?? 0;
    return {
      project,
      epic,
      stories: rows.map(({ rank: _, ...story }) => ({
        ...story,
        progress: progressOf(
          found.tasks.find(({ storyId }) => storyId === story.id) ?? { done: 0, total: 0 },
        ),
      })),
      total,
      ...pageOf(cut, rows, { total, beyond: found.beyond[0]?.stories ?? 0 }),
    };
  });
