import { sql } from 'kysely';
import { together } from '../../db/together';
import { staffProcedure } from '../procedure';
import { isManaged, isTheirsToDecide } from '../recorded-time';
import { entriesOnWork, work } from './work';
import { contractsToDo, projectsToDo } from '../rights';

const atMost = 500;

/**
 * The time that waits for a decision on the projects and contracts that the person manages, oldest first and 500 entries at
 * most. Their own is in it; they decide on it where they own the project or contract. `rejectedBefore` is why it was rejected before it was put forward
 * again; empty where it was not.
 */
export const waiting = staffProcedure.query(async ({ ctx: { db } }) => {
  const recorded = entriesOnWork(db)
    .where('e.status', '=', 'recorded')
    .where('e.minutes', 'is not', null)
    .where(sql<boolean>`${isManaged}`);
  const found = await together(db, {
    entries: recorded
      .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
      .select([
        'e.id',
        ...work,
        sql<string>`coalesce(e.project_id, e.contract_id)`.as('placeId'),
        'e.staff_member_id as personId',
        's.name as person',
        'e.spent_on as spentOn',
        'e.minutes',
        'e.after_hours as afterHours',
        'e.description',
        'e.decision_reason as rejectedBefore',
        isTheirsToDecide.as('mayDecide'),
      ])
      .orderBy('place')
      .orderBy('placeId')
      .orderBy('s.name')
      .orderBy('s.id')
      .orderBy('e.spent_on')
      .orderBy('e.id')
      .limit(atMost),
    count: recorded.select(sql<number>`count(*)::int`.as('entries')),
    managed: db.selectNoFrom(
      sql<boolean>`coalesce(cardinality(${projectsToDo('approve_time')}), 0)
        + coalesce(cardinality(${contractsToDo('approve_time')}), 0) > 0`.as('any'),
    ),
  });
  return {
    entries: found.entries,
    total: found.count[0]?.entries ?? 0,
    manages: found.managed[0]?.any ?? false,
  };
});
