import { taskUpdate } from '../../../inputs/staff-tasks';
import { assertAllWritten } from '../write-outcome';
import { askAboutFarDays, daysOfProject } from '../far-days';
import { staffProcedure } from '../procedure';
import { lockSprint } from './lock-sprint';
import { planIntoSprint } from '../plan-into-sprint';

/**
 * Saves a task over the version that was read; a conflict where somebody saved in between. Its sprint stays where none is
 * given, as for those who do not plan sprints.
 */
export const update = staffProcedure.input(taskUpdate).mutation(async ({ ctx: { db }, input }) => {
  const known = await daysOfProject(db, input.projectId);
  await lockSprint(db, input.projectId, input.sprintId ?? null, [input.taskId]);
  const { numUpdatedRows } = await db
    .updateTable('app.task')
    .set({
      title: input.title,
      description: input.description,
      status: input.status,
      priority: input.priority,
      story_id: input.storyId,
      milestone_id: input.milestoneId,
      starts_on: input.startsOn,
      due_on: input.dueOn,
      estimate_minutes: input.estimateMinutes,
      labels: input.labels,
      assignee_staff_id: input.assigneeId,
    })
    .where('project_id', '=', input.projectId)
    .where('id', '=', input.taskId)
    .where('version', '=', input.version)
    .executeTakeFirst();
  await assertAllWritten(db, 'task', [input.taskId], Number(numUpdatedRows), {
    scope: { project_id: input.projectId },
    version: input.version,
  });
  if (input.sprintId !== undefined) await planIntoSprint(db, input.projectId, [input.taskId], input.sprintId);
  askAboutFarDays([input.startsOn, input.dueOn], known, input.confirmedDays);
});
