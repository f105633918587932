import { sql } from 'kysely';
import { progressOf } from '../../../domain/progress';
import { storyListInput } from '../../../inputs/projects';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

const pageSize = 50;

/** The visible stories of an epic, or of none, 50 a page, each with how many of its visible tasks are done. */
export const stories = portalProcedure
  .input(storyListInput)
  .query(async ({ ctx: { db }, input: { projectId, epicId, page } }) => {
    const all = db
      .selectFrom('app.story')
      .where('project_id', '=', projectId)
      .where('visible_epic_id', epicId === 'none' ? 'is' : '=', epicId === 'none' ? null : epicId);
    const shown = all
      .orderBy('shared_position')
      .orderBy('id')
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const found = await together(db, {
      projects: db.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
      epics: db
        .selectFrom('app.epic')
        .select(['id', 'title'])
        .where('project_id', '=', projectId)
        .where('id', '=', epicId === 'none' ? null : epicId),
      stories: shown.select(['id', 'title', 'summary']),
      counts: all.select(sql<number>`count(*)::int`.as('stories')),
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
    const total = found.counts[0]?.stories ?? 0;
    return {
      project,
      epic,
      stories: found.stories.map((story) => ({
        ...story,
        progress: progressOf(
          found.tasks.find(({ storyId }) => storyId === story.id) ?? { done: 0, total: 0 },
        ),
      })),
      total,
      page,
      pages: Math.max(1, Math.ceil(total / pageSize)),
    };
  });
