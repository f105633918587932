import { boardInput } from '../../../inputs/staff';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** The tasks of a sprint for the board: the named one, else the current one, else those of no sprint. At most 500. */
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
      sprints: sprint.select(['id', 'name', 'goal', 'starts_on as startsOn', 'ends_on as endsOn']),
      tasks: db
        .selectFrom('app.task as t')
        .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
        .select([
          't.id',
          't.number',
          't.title',
          't.status',
          't.priority',
          't.visibility',
          't.shared',
          'a.name as assignee',
        ])
        .where('t.project_id', '=', projectId)
        .where((where) => where('t.sprint_id', 'is not distinct from', sprint.select('id').limit(1)))
        .orderBy('t.position')
        .orderBy('t.id')
        .limit(500),
    });
    if (found.projects.length === 0) throw notFound();
    return { sprint: found.sprints[0] ?? null, tasks: found.tasks };
  });
