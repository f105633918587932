import { sql } from 'kysely';
import { together } from '../../db/together';
import { staffProcedure } from '../procedure';

const atMost = 500;

/**
 * The time that waits for a decision on the projects that the person manages, oldest first and 500 entries at most. Their
 * own is in it; they decide on it where they own the project. `rejectedBefore` is why it was rejected before it was put forward
 * again; empty where it was not.
 */
export const waiting = staffProcedure.query(async ({ ctx: { db } }) => {
  const managed = sql<boolean>`e.project_id = any((select app.staff_projects('manager'))::uuid[])`;
  const recorded = db
    .selectFrom('app.time_entry as e')
    .where('e.status', '=', 'recorded')
    .where('e.minutes', 'is not', null)
    .where(managed);
  const found = await together(db, {
    entries: recorded
      .innerJoin('app.task as t', 't.id', 'e.task_id')
      .innerJoin('app.project as p', 'p.id', 'e.project_id')
      .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
      .select([
        'e.id',
        'e.project_id as projectId',
        'p.name as project',
        'e.staff_member_id as personId',
        's.name as person',
        'e.task_id as taskId',
        't.number',
        't.title',
        'e.spent_on as spentOn',
        'e.minutes',
        'e.after_hours as afterHours',
        'e.description',
        'e.decision_reason as rejectedBefore',
        sql<boolean>`e.staff_member_id <> app.staff_id()
          or e.project_id = any((select app.staff_projects('owner'))::uuid[])`.as('mayDecide'),
      ])
      .orderBy('p.name')
      .orderBy('p.id')
      .orderBy('s.name')
      .orderBy('s.id')
      .orderBy('e.spent_on')
      .orderBy('e.id')
      .limit(atMost),
    count: recorded.select(sql<number>`count(*)::int`.as('entries')),
    manages: db
      .selectFrom('app.project as e')
      .select('e.id')
      .where(sql<boolean>`e.id = any((select app.staff_projects('manager'))::uuid[])`)
      .limit(1),
  });
  return {
    entries: found.entries,
    total: found.count[0]?.entries ?? 0,
    managesProjects: found.manages.length > 0,
  };
});
