import { sql } from 'kysely';
import { todayIn } from '../../../domain/dates';
import { progressOf } from '../../../domain/progress';
import { boardInput } from '../../../inputs/projects';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { portalProcedure } from '../procedure';

/**
 * The read-only board of a sprint: its visible tasks, in the order of their numbers. Of the current one where none is named;
 * `sprints` are those that can be, the latest first. A sprint that is hidden, like one that there is not, is not found.
 */
export const board = portalProcedure
  .input(boardInput)
  .query(async ({ ctx: { db }, input: { projectId, sprintId } }) => {
    const ofProject = db.selectFrom('app.sprint').where('project_id', '=', projectId);
    const chosen = sprintId ? ofProject.where('id', '=', sprintId) : ofProject.where('status', '=', 'active');
    const found = await together(db, {
      projects: db.selectFrom('app.project').select(['id', 'name']).where('id', '=', projectId),
      sprints: ofProject
        .select(['id', 'name', 'goal', 'status', 'starts_on as startsOn', 'ends_on as endsOn'])
        .orderBy(sql`starts_on desc`)
        .orderBy('id'),
      tasks: db
        .selectFrom('app.task')
        .select(['id', 'number', 'title', 'status', 'priority', 'due_on as dueOn'])
        .where('project_id', '=', projectId)
        .where('visible_sprint_id', '=', chosen.select('id'))
        .orderBy('number'),
      client: db.selectFrom('app.client').select('time_zone as timeZone'),
    });
    const [project] = found.projects;
    const sprint = found.sprints.find(({ id, status }) => (sprintId ? id === sprintId : status === 'active'));
    if (!project || (sprintId && !sprint)) throw notFound();
    const done = found.tasks.filter(({ status }) => status === 'done').length;
    return {
      project,
      today: todayIn(found.client[0]?.timeZone ?? 'UTC', new Date()),
      sprints: found.sprints.map(({ id, name, status }) => ({ id, name, status })),
      sprint: sprint ? { ...sprint, progress: progressOf({ done, total: found.tasks.length }) } : null,
      tasks: found.tasks,
    };
  });
