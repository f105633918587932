import { sql } from 'kysely';

/** The columns of a card: those of the task `t`, and of the person `a` it is assigned to. */
export const cardColumns = [
  't.id',
  't.number',
  't.title',
  't.status',
  't.priority',
  't.position',
  't.sprint_id as sprintId',
  't.labels',
  't.estimate_minutes as estimateMinutes',
  't.assignee_staff_id as assigneeId',
  'a.name as assignee',
  't.visibility',
  't.shared',
  't.version',
] as const;

/** Numbers of the tasks that have to be done first and are not. */
export const waitsFor = sql<number[]>`coalesce((
  select json_agg(b.number order by b.number)
    from app.task_dependency d
    join app.task b on b.tenant_id = d.tenant_id and b.project_id = d.project_id and b.id = d.depends_on_id
   where d.tenant_id = t.tenant_id and d.project_id = t.project_id and d.task_id = t.id and b.status <> 'done'
), '[]')`;
