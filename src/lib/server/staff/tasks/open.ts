import { textsBefore } from '../../../domain/thread-part';
import { staffTaskOpen } from '../../../inputs/staff-tasks';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { renderMarkdown } from '../../markdown';
import { staffProcedure } from '../procedure';
import { noTime, recordedTime } from '../recorded-time';
import { withItsOwn } from '../shared/thread/revisions';
import { dependenciesOf, historyOf, textsOf, withTaskParts } from './queries';

/**
 * A task: its fields, what it waits for and holds up, files, and of its thread, its grooming notes, its history and its time
 * the latest hundred or those before them.
 */
export const open = staffProcedure
  .input(staffTaskOpen)
  .query(async ({ ctx: { db }, input: { projectId, taskId, ...parts } }) => {
    const found = await selectAll(withTaskParts(db, projectId, taskId, parts), {
      tasks: db
        .selectFrom('app.task as t')
        .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
        .leftJoin('app.story as s', 's.id', 't.story_id')
        .leftJoin('app.sprint as i', 'i.id', 't.sprint_id')
        .leftJoin('app.milestone as m', 'm.id', 't.milestone_id')
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
          's.title as story',
          'i.name as sprint',
          'm.title as milestone',
          't.visibility',
          't.shared',
          't.version',
        ])
        .where('t.project_id', '=', projectId)
        .where('t.id', '=', taskId),
      ...textsOf(db, taskId),
      ...historyOf(db),
      ...dependenciesOf(db, projectId, taskId),
      ...recordedTime(db, taskId, parts.time),
    });
    const { tasks, comments, notes, revisions, attachments, threads, groomings, pasts, timeTotals, ...rest } =
      found;
    const [task] = tasks;
    if (!task) throw notFound();
    const rendered = withItsOwn(revisions, attachments);
    return {
      ...task,
      descriptionHtml: renderMarkdown(task.description),
      comments: comments.map(rendered),
      notes: notes.map(rendered),
      files: attachments.filter(({ textId }) => textId === null),
      timeTotals: timeTotals[0] ?? noTime,
      /** How many stand before those of each list that are here. */
      before: {
        earlier: textsBefore(threads[0]?.texts ?? 0, parts.earlier),
        grooming: textsBefore(groomings[0]?.texts ?? 0, parts.grooming),
        history: textsBefore(pasts[0]?.texts ?? 0, parts.history),
      },
      ...rest,
    };
  });
