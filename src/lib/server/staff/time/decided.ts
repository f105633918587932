import { sql } from 'kysely';
import { staffProcedure } from '../procedure';
import { isManaged, isTheirsToDecide } from '../recorded-time';
import { entriesOnWork, work } from './work';

const atMost = 100;

/**
 * The decisions of the last 30 days on the projects and contracts that the person manages, the latest first and 100 entries
 * at most. `mayTakeBack` is false for their own, unless the company lets them.
 */
export const decided = staffProcedure.query(({ ctx: { db } }) =>
  entriesOnWork(db)
    .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
    .innerJoin('app.staff_member as d', 'd.id', 'e.decided_by')
    .select([
      'e.id',
      's.name as person',
      ...work,
      'e.spent_on as spentOn',
      'e.minutes',
      'e.status',
      'd.name as decidedBy',
      'e.decided_at as decidedAt',
      'e.decision_reason as decisionReason',
      isTheirsToDecide.as('mayTakeBack'),
    ])
    .where('e.decided_at', '>', sql<string>`now() - interval '30 days'`)
    .where(sql<boolean>`${isManaged}`)
    .orderBy('e.decided_at', 'desc')
    .orderBy('e.id')
    .limit(atMost)
    .execute(),
);
