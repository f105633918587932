import { projectInput } from '../../../inputs/projects';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

/** The read-only board of the current sprint: its visible tasks, in the order of their numbers. Without a visible active sprint, none. */
export const board = portalProcedure
  .input(projectInput)
  .query(async ({ ctx: { db }, input: { projectId } }) => {
    const current = db
      .selectFrom('app.sprint')
      .where('project_id', '=', projectId)
      .where('status', '=', 'active');
    const found = await together(db, {
      projects: db.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
      sprints: current.select(['id', 'name', 'goal', 'starts_on as startsOn', 'ends_on as endsOn']),
      tasks: db
        .selectFrom('app.task')
        .select(['id', 'number', 'title', 'status', 'priority', 'due_on as dueOn'])
        .where('project_id', '=', projectId)
        .where('visible_sprint_id', '=', current.select('id'))
        .orderBy('number'),
    });
    const [project] = found.projects;
    if (!project) throw notFound();
    return { project, sprint: found.sprints[0] ?? null, tasks: found.tasks };
  });
