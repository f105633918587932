import { sql } from 'kysely';
import { taskListInput } from '../../../inputs/projects';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

const pageSize = 50;

/** A page of a project's visible tasks, 50 at a time by number, all or of one status, with how many there are. */
export const tasks = portalProcedure.input(taskListInput).query(async ({ ctx: { db }, input: { projectId, status, page } }) => {
  const matching = db
    .selectFrom('app.task')
    .where('project_id', '=', projectId)
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'done'));
  const [project, rows, count] = await Promise.all([
    db.selectFrom('app.project').select('id').where('id', '=', projectId).executeTakeFirst(),
    matching
      .select(['id', 'number', 'title', 'status', 'priority', 'due_on as dueOn', 'completed_at as completedAt'])
      .orderBy('number')
      .limit(pageSize)
      .offset((page - 1) * pageSize)
      .execute(),
    matching.select(sql<number>`count(*)::int`.as('tasks')).executeTakeFirstOrThrow(),
  ]);
  if (!project) throw notFound();
  return { tasks: rows, total: count.tasks, page, pages: Math.max(1, Math.ceil(count.tasks / pageSize)) };
});
