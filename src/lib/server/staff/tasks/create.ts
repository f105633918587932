import { sql } from 'kysely';
import { taskCreate } from '../../../inputs/staff-tasks';
import { staffProcedure } from '../procedure';
import { lockSprint } from './lock-sprint';

/**
 * Adds a task at the end of the project's list, with the visibility that the project's default says; into a sprint, for those
 * who plan sprints. Returns its id.
 */
export const create = staffProcedure
  .input(taskCreate)
  .mutation(async ({ ctx: { db }, input: { projectId, title, sprintId, status } }) => {
    await lockSprint(db, projectId, sprintId, []);
    const id = crypto.randomUUID();
    await db
      .insertInto('app.task')
      .values({
        id,
        project_id: projectId,
        title,
        sprint_id: sprintId,
        status,
        position: sql<number>`(select coalesce(max(position), 0) + 1 from app.task where project_id = ${projectId})`,
      })
      .execute();
    return { id };
  });
