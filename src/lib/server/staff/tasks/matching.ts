import { sql, type SqlBool } from 'kysely';
import type { z } from 'zod';
import type { taskFilter } from '../../../inputs/staff-tasks';
import { holds } from '../../db/holds';
import type { StaffTransaction } from '../procedure';
import { teamToday } from '../team-day';
import { numberIn } from './named';

type Filter = Omit<z.output<typeof taskFilter>, 'page' | 'sort'>;

/** How many unfinished tasks a task waits for. */
export const openDependencies = sql<number>`(
  select count(*)::int from app.task_dependency d join app.task b on b.tenant_id = d.tenant_id and b.id = d.depends_on_id
   where d.tenant_id = t.tenant_id and d.project_id = t.project_id and d.task_id = t.id and b.status <> 'done')`;

/** Whether a task is late by the team's calendar. */
export const isOverdue = sql<boolean>`coalesce(t.status <> 'done' and t.due_on < ${teamToday}, false)`;

/** Title, description, labels, and the number as people quote it. */
const mentions = (search: string) => sql<SqlBool>`(
  ${holds('t.title', search)}
  or ${holds('t.description', search)}
  or ${holds(sql`app.joined(t.labels)`, search)}
  or coalesce(${numberIn(search)}::int in (t.number, t.internal_number), false))`;

/** The tasks of a project that a filter leaves. */
export function matchingTasks(db: StaffTransaction, input: Filter) {
  let matching = db.selectFrom('app.task as t').where('t.project_id', '=', input.projectId);
  if (input.status?.length) matching = matching.where('t.status', 'in', input.status);
  if (input.priority?.length) matching = matching.where('t.priority', 'in', input.priority);
  if (input.visibility) matching = matching.where('t.visibility', '=', input.visibility);
  if (input.assigneeId === 'me')
    matching = matching.where('t.assignee_staff_id', '=', sql<string>`(select app.staff_id())`);
  else if (input.assigneeId)
    matching = matching.where('t.assignee_staff_id', 'is not distinct from', orNull(input.assigneeId));
  if (input.sprintId)
    matching = matching.where('t.sprint_id', 'is not distinct from', orNull(input.sprintId));
  if (input.storyId) matching = matching.where('t.story_id', 'is not distinct from', orNull(input.storyId));
  if (input.milestoneId)
    matching = matching.where('t.milestone_id', 'is not distinct from', orNull(input.milestoneId));
  if (input.label) matching = matching.where(sql<SqlBool>`${input.label} = any(t.labels)`);
  if (input.overdue) matching = matching.where(isOverdue);
  if (input.waiting) matching = matching.where(sql<SqlBool>`${openDependencies} > 0`);
  if (input.search) matching = matching.where(mentions(input.search));
  return matching;
}

const orNull = (id: string) => (id === 'none' ? null : id);
