import { sql } from 'kysely';
import { labelChoicesMax } from '../../../domain/labels';
import type { TaskColumn } from '../../../domain/task-sorts';
import { taskFilter } from '../../../inputs/staff-tasks';
import { selectAll } from '../../db/select-all';
import { notFound } from '../../errors';
import { staffProcedure } from '../procedure';
import { isOverdue, matchingTasks, openDependencies } from './matching';

const pageSize = 50;

const sorts = {
  order: sql`t.position`,
  number: sql`t.number`,
  title: sql`lower(t.title)`,
  status: sql`t.status`,
  priority: sql`t.priority`,
  due: sql`t.due_on`,
  estimate: sql`t.estimate_minutes`,
  changed: sql`t.updated_at`,
} satisfies Record<TaskColumn, unknown>;

/** A project's tasks, 50 a page, by filter and sort, with what the filters can be set to and the person's saved filters. */
export const list = staffProcedure.input(taskFilter).query(async ({ ctx: { db }, input }) => {
  const { projectId, page, sort, ...filter } = input;
  const column = sorts[sort.replace('-', '') as TaskColumn];
  const matching = matchingTasks(db, { projectId, ...filter });
  const inProject = db.selectFrom('app.task as t').where('t.project_id', '=', projectId);
  const count = sql<number>`count(*)::int`;
  const found = await selectAll(db, {
    projects: db.selectFrom('app.project').select('id').where('id', '=', projectId),
    tasks: matching
      .leftJoin('app.sprint as s', 's.id', 't.sprint_id')
      .leftJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
      .select([
        't.id',
        't.number',
        't.title',
        't.status',
        't.priority',
        't.due_on as dueOn',
        't.estimate_minutes as estimateMinutes',
        't.labels',
        't.visibility',
        't.shared',
        's.name as sprint',
        'a.name as assignee',
        isOverdue.as('isOverdue'),
        openDependencies.as('waitsFor'),
      ])
      .orderBy(column, (order) => (sort.startsWith('-') ? order.desc() : order.asc()).nullsLast())
      .orderBy('t.created_at')
      .orderBy('t.id')
      .limit(pageSize)
      .offset((page - 1) * pageSize),
    count: matching.select(count.as('tasks')),
    statuses: inProject
      .select(['t.status', count.as('tasks')])
      .groupBy('t.status')
      .orderBy('t.status'),
    labels: inProject
      .innerJoin(sql<{ label: string }>`lateral unnest(t.labels)`.as<'l'>(sql`l (label)`), (join) =>
        join.onTrue(),
      )
      .select(['l.label', count.as('tasks')])
      .groupBy('l.label')
      .orderBy('l.label')
      .limit(labelChoicesMax + 1),
    assignees: inProject
      .innerJoin('app.staff_member as a', 'a.id', 't.assignee_staff_id')
      .select(['a.id', 'a.name', count.as('tasks')])
      .groupBy(['a.id', 'a.name'])
      .orderBy('a.name'),
    saved: db
      .selectFrom('app.saved_filter')
      .select(['id', 'name', 'query'])
      .where('project_id', '=', projectId)
      .orderBy('name'),
  });
  if (found.projects.length === 0) throw notFound();
  const total = found.count[0]?.tasks ?? 0;
  return {
    tasks: found.tasks,
    total,
    page,
    pages: Math.max(1, Math.ceil(total / pageSize)),
    facets: {
      statuses: found.statuses,
      labels: found.labels.slice(0, labelChoicesMax),
      hasMoreLabels: found.labels.length > labelChoicesMax,
      assignees: found.assignees,
    },
    saved: found.saved,
  };
});
