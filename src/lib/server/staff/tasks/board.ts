import { boardInput } from '../../../inputs/staff';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { cardsOf } from './cards';

/** The tasks of a sprint for the board: the named one, else the current one, else those of no sprint. */
export const board = staffProcedure
  .input(boardInput)
  .query(async ({ ctx: { db }, input: { projectId, sprintId } }) => {
    const sprint = db
      .selectFrom('app.sprint')
      .where('project_id', '=', projectId)
      .$if(sprintId !== undefined, (query) => query.where('id', '=', sprintId ?? ''))
      .$if(sprintId === undefined, (query) => query.where('status', '=', 'active'));
    const found = await together(db, {
      projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
      sprints: sprint.select(['id', 'name', 'goal', 'status', 'starts_on as startsOn', 'ends_on as endsOn']),
      tasks: cardsOf(db, projectId).where((where) =>
        where('t.sprint_id', 'is not distinct from', sprint.select('id').limit(1)),
      ),
    });
    const [current] = found.sprints;
    if (found.projects.length === 0 || (sprintId !== undefined && !current)) throw notFound();
    return { sprint: current ?? null, tasks: found.tasks };
  });
