import { sql } from 'kysely';
import { taskListInput } from '../../../inputs/projects';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

const pageSize = 50;

/** A page of a project's visible tasks, 50 at a time by number, all or of one status, with how many there are. */
export const tasks = portalProcedure
  .input(taskListInput)
  .query(async ({ ctx: { db }, input: { projectId, status, page } }) => {
    const ofProject = db.selectFrom('app.task').where('project_id', '=', projectId);
    const matching = status ? ofProject.where('status', '=', status) : ofProject;
    const found = await together(db, {
      projects: db.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
      tasks: matching
        .select([
          'id',
          'number',
          'title',
          'status',
          'priority',
          'due_on as dueOn',
          'completed_at as completedAt',
        ])
        .orderBy('number')
        .limit(pageSize)
        .offset((page - 1) * pageSize),
      count: matching.select(sql<number>`count(*)::int`.as('tasks')),
    });
    const [project] = found.projects;
    if (!project) throw notFound();
    const total = found.count[0]?.tasks ?? 0;
    return { project, tasks: found.tasks, total, page, pages: Math.max(1, Math.ceil(total / pageSize)) };
  });
