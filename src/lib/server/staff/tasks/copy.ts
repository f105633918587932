import { sql } from 'kysely';
import { staffTask } from '../../../inputs/staff-tasks';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { projectsToDo } from '../rights';

/**
 * Copies a task, to do again: its text and place, none of its comments, time or dependencies. The stricter of its own flag and
 * the project's default wins, so that a copy never shows more. It is in the same sprint where the person plans sprints and
 * that one is not completed, else in the backlog. Returns the copy's id.
 */
export const copy = staffProcedure
  .input(staffTask)
  .mutation(async ({ ctx: { db }, input: { projectId, taskId } }) => {
    const task = await db
      .selectFrom('app.task as t')
      .selectAll('t')
      .select(
        sql<boolean>`t.visibility = 'client_visible'
          and app.default_visibility(t.tenant_id, t.project_id, 'task') = 'client_visible'`.as('isShown'),
      )
      .select(
        sql<boolean>`t.project_id = any(${projectsToDo('plan')}) and not exists (
          select from app.sprint s where s.id = t.sprint_id and s.status = 'completed')`.as('mayPlan'),
      )
      .where('t.project_id', '=', projectId)
      .where('t.id', '=', taskId)
      .executeTakeFirst();
    if (!task) throw notFound();
    const id = crypto.randomUUID();
    await db
      .insertInto('app.task')
      .values({
        id,
        project_id: projectId,
        story_id: task.story_id,
        sprint_id: task.mayPlan ? task.sprint_id : null,
        milestone_id: task.milestone_id,
        title: Array.from(`Copy of ${task.title}`).slice(0, 200).join(''),
        description: task.description,
        priority: task.priority,
        starts_on: task.starts_on,
        due_on: task.due_on,
        estimate_minutes: task.estimate_minutes,
        labels: task.labels,
        assignee_staff_id: task.assignee_staff_id,
        position: sql<number>`(select coalesce(max(position), 0) + 1 from app.task where project_id = ${projectId})`,
        visibility: task.isShown ? 'client_visible' : 'internal_only',
      })
      .execute();
    return { id };
  });
