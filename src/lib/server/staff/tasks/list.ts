import { sql } from 'kysely';
import { taskFilter } from '../../../inputs/staff';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

const pageSize = 50;

/** A project's tasks, 50 a page in staff's order, by status, visibility, sprint and words of the title. */
export const list = staffProcedure.input(taskFilter).query(async ({ ctx: { db }, input }) => {
  let matching = db.selectFrom('app.task as t').where('t.project_id', '=', input.projectId);
  if (input.status) matching = matching.where('t.status', '=', input.status);
  if (input.visibility) matching = matching.where('t.visibility', '=', input.visibility);
  if (input.sprintId) matching = matching.where('t.sprint_id', '=', input.sprintId);
  if (input.search)
    matching = matching.where(sql<boolean>`position(lower(${input.search}) in lower(t.title)) > 0`);
  const found = await together(db, {
    projects: db.selectFrom('app.project').select('id').where('id', '=', input.projectId),
    tasks: matching
      .leftJoin('app.sprint as s', 's.id', 't.sprint_id')
      .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
      .select([
        't.id',
        't.number',
        't.title',
        't.status',
        't.priority',
        't.visibility',
        't.shared',
        's.name as sprint',
        'a.name as assignee',
      ])
      .orderBy('t.position')
      .orderBy('t.created_at')
      .orderBy('t.id')
      .limit(pageSize)
      .offset((input.page - 1) * pageSize),
    count: matching.select(sql<number>`count(*)::int`.as('tasks')),
  });
  if (found.projects.length === 0) throw notFound();
  const total = found.count[0]?.tasks ?? 0;
  return { tasks: found.tasks, total, page: input.page, pages: Math.max(1, Math.ceil(total / pageSize)) };
});
