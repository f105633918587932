import { staffTask } from '../../../inputs/staff';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';

/** A task whole: its fields, comments, notes and status history. */
export const open = staffProcedure
  .input(staffTask)
  .query(async ({ ctx: { db }, input: { projectId, taskId } }) => {
    const found = await together(db, {
      tasks: db
        .selectFrom('app.task')
        .select([
          'id',
          'number',
          'internal_number as internalNumber',
          'title',
          'description',
          'status',
          'priority',
          'story_id as storyId',
          'sprint_id as sprintId',
          'milestone_id as milestoneId',
          'due_on as dueOn',
          'estimate_minutes as estimateMinutes',
          'assignee_staff_id as assigneeId',
          'visibility',
          'shared',
          'version',
        ])
        .where('project_id', '=', projectId)
        .where('id', '=', taskId),
      comments: db
        .selectFrom('app.comment')
        .select(['id', 'body', 'author_name as author', 'visibility', 'shared', 'created_at as at'])
        .where('task_id', '=', taskId)
        .orderBy('created_at')
        .orderBy('id'),
      notes: db
        .selectFrom('app.note')
        .select(['id', 'body', 'author_name as author', 'visibility', 'shared', 'created_at as at'])
        .where('task_id', '=', taskId)
        .orderBy('created_at')
        .orderBy('id'),
      history: db
        .selectFrom('app.task_status_change as c')
        .leftJoin('app.staff_member as s', 's.id', 'c.actor_staff_id')
        .select([
          'c.id',
          'c.from_status as from',
          'c.to_status as to',
          'c.changed_at as at',
          's.name as actor',
        ])
        .where('c.task_id', '=', taskId)
        .orderBy('c.changed_at')
        .orderBy('c.id'),
    });
    const [task] = found.tasks;
    if (!task) throw notFound();
    return { ...task, comments: found.comments, notes: found.notes, history: found.history };
  });
