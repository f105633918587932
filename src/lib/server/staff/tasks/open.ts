import { staffTask } from '../../../inputs/staff-tasks';
import { together } from '../../db/together';
import { notFound } from '../../errors';
import { renderMarkdown } from '../../markdown';
import { staffProcedure } from '../procedure';
import { recordedTime } from '../recorded-time';
import { withItsOwn } from '../said';
import { dependenciesOf, historyOf, textsOf } from './parts';

/** A task whole: its fields, what it waits for and holds up, comments, notes, files, time, and its history. */
export const open = staffProcedure
  .input(staffTask)
  .query(async ({ ctx: { db }, input: { projectId, taskId } }) => {
    const found = await together(db, {
      tasks: db
        .selectFrom('app.task as t')
        .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
        .select([
          't.id',
          't.number',
          't.internal_number as internalNumber',
          't.title',
          't.description',
          't.status',
          't.priority',
          't.story_id as storyId',
          't.sprint_id as sprintId',
          't.milestone_id as milestoneId',
          't.starts_on as startsOn',
          't.due_on as dueOn',
          't.estimate_minutes as estimateMinutes',
          't.labels',
          't.assignee_staff_id as assigneeId',
          'a.name as assignee',
          't.visibility',
          't.shared',
          't.version',
        ])
        .where('t.project_id', '=', projectId)
        .where('t.id', '=', taskId),
      ...textsOf(db, taskId),
      ...historyOf(db, projectId, taskId),
      ...dependenciesOf(db, projectId, taskId),
      time: recordedTime(db, 'task', taskId),
    });
    const { tasks, comments, notes, revisions, attachments, ...rest } = found;
    const [task] = tasks;
    if (!task) throw notFound();
    const rendered = withItsOwn(revisions, attachments);
    return {
      ...task,
      descriptionHtml: renderMarkdown(task.description),
      comments: comments.map(rendered),
      notes: notes.map(rendered),
      files: attachments.filter(({ textId }) => textId === null),
      ...rest,
    };
  });
