import { sql } from 'kysely';
import { taskPlan } from '../../../inputs/staff-tasks';
import { assertAllWritten } from '../write-outcome';
import { requireTasks } from '../require-tasks';
import { staffProcedure } from '../procedure';
import { lockSprint } from './lock-sprint';
import { someMovedMeanwhile } from './moved-meanwhile';
import { lockList } from './order';
import { planIntoSprint } from '../plan-into-sprint';

/**
 * Puts tasks at the end of a sprint or of the backlog, in the order they had, all or none; for those who plan sprints. Each
 * over the version that was read: a conflict, told by who moved it, where somebody changed one of them in between.
 */
export const plan = staffProcedure
  .input(taskPlan)
  .mutation(async ({ ctx: { db }, input: { projectId, sprintId, tasks } }) => {
    const read = new Map(tasks.map(({ taskId, version }) => [taskId, version]));
    const taskIds = [...read.keys()];
    await requireTasks(db, projectId, taskIds);
    await lockSprint(db, projectId, sprintId, taskIds);
    await lockList(db, { projectId, sprintId }, taskIds);
    const seen = await db
      .selectFrom('app.task')
      .select(['id', 'version'])
      .where('project_id', '=', projectId)
      .where('id', 'in', taskIds)
      .execute();
    const changed = seen.filter(({ id, version }) => version !== read.get(id));
    if (changed.length > 0)
      throw await someMovedMeanwhile(
        db,
        changed.map(({ id }) => id),
      );
    const { numAffectedRows = 0n } = await sql`
      update app.task t set position = p.position
        from (
          select id, row_number() over (order by position, id) + (
                   select coalesce(max(position), 0) from app.task
                    where project_id = ${projectId} and sprint_id is not distinct from ${sprintId}
                 ) as position
            from app.task where project_id = ${projectId} and id = any(${taskIds}::uuid[])
        ) p
       where t.project_id = ${projectId} and t.id = p.id`.execute(db);
    await assertAllWritten(db, 'task', taskIds, Number(numAffectedRows), {
      scope: { project_id: projectId },
    });
    await planIntoSprint(db, projectId, taskIds, sprintId);
  });
