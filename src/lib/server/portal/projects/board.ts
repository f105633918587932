import { projectInput } from '../../../inputs/projects';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

/** The read-only board of the current sprint: its visible tasks, in the order of their numbers. Without a visible active sprint, none. */
export const board = portalProcedure.input(projectInput).query(async ({ ctx: { db }, input: { projectId } }) => {
  const [project, sprint, tasks] = await Promise.all([
    db.selectFrom('app.project').select('id').where('id', '=', projectId).executeTakeFirst(),
    db
      .selectFrom('app.sprint')
      .select(['id', 'name'])
      .where('project_id', '=', projectId)
      .where('status', '=', 'active')
      .executeTakeFirst(),
    db
      .selectFrom('app.task as t')
      .innerJoin('app.sprint as s', 's.id', 't.visible_sprint_id')
      .select(['t.id', 't.number', 't.title', 't.status', 't.priority', 't.due_on as dueOn'])
      .where('t.project_id', '=', projectId)
      .where('s.status', '=', 'active')
      .orderBy('t.number')
      .execute(),
  ]);
  if (!project) throw notFound();
  return { sprint: sprint ?? null, tasks };
});
