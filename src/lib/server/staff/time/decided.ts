import { sql } from 'kysely';
import { staffProcedure } from '../procedure';

const atMost = 100;

/**
 * What was decided in the last 30 days on the projects that the person manages, the latest first and 100 entries at most.
 * `mayTakeBack` is false for their own, unless they own the project.
 */
export const decided = staffProcedure.query(({ ctx: { db } }) =>
  db
    .selectFrom('app.time_entry as e')
    .innerJoin('app.task as t', 't.id', 'e.task_id')
    .innerJoin('app.project as p', 'p.id', 'e.project_id')
    .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
    .innerJoin('app.staff_member as d', 'd.id', 'e.decided_by')
    .select([
      'e.id',
      'e.project_id as projectId',
      'p.name as project',
      's.name as person',
      'e.task_id as taskId',
      't.number',
      't.title',
      'e.spent_on as spentOn',
      'e.minutes',
      'e.status',
      'd.name as decidedBy',
      'e.decided_at as decidedAt',
      'e.decision_reason as decisionReason',
      sql<boolean>`e.staff_member_id <> app.staff_id()
        or e.project_id = any((select app.staff_projects('owner'))::uuid[])`.as('mayTakeBack'),
    ])
    .where('e.decided_at', '>', sql<string>`now() - interval '30 days'`)
    .where(sql<boolean>`e.project_id = any((select app.staff_projects('manager'))::uuid[])`)
    .orderBy('e.decided_at', 'desc')
    .orderBy('e.id')
    .limit(atMost)
    .execute(),
);
