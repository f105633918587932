import { sql } from 'kysely';
import { selectAll } from '../../db/select-all';
import { staffProcedure } from '../procedure';
import { isManaged, isTheirsToDecide } from '../recorded-time';
import { entriesOnWork, work } from './work';
import { contractRoleFor, projectRoleFor } from '../../../domain/roles';
import { colleagueDoes, contractsToDo, projectsToDo } from '../rights';
import { teamDay } from '../team-day';

const atMost = 500;

/** Whether anybody else than the person whose time it is decides on time there. */
const othersDecide = sql<boolean>`exists (
  select from app.staff_member o
   where o.active and o.id <> e.staff_member_id and (
     ${colleagueDoes('every_project', 'o.role')}
     or exists (select from app.project_member m where m.project_id = e.project_id and m.staff_member_id = o.id
                   and m.role >= ${sql.lit(projectRoleFor('approve_time'))})
     or exists (select from app.contract_member m where m.contract_id = e.contract_id and m.staff_member_id = o.id
                   and m.role >= ${sql.lit(contractRoleFor('approve_time'))})))`;

/**
 * The time that waits for a decision on the projects and contracts that the person manages, oldest first and 500 entries at
 * most. Their own is in it; they decide on it where the company lets them. `rejectedBefore` is why it was rejected before it was
 * put forward again; empty where it was not. `dayMinutes` is all of the person's time on that day in the reader's reach.
 */
export const waiting = staffProcedure.query(async ({ ctx: { db } }) => {
  const recorded = entriesOnWork(db)
    .where('e.status', '=', 'recorded')
    .where('e.minutes', 'is not', null)
    .where(sql<boolean>`${isManaged}`);
  const found = await selectAll(db, {
    entries: recorded
      .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
      .select([
        'e.id',
        ...work,
        sql<string>`coalesce(e.project_id, e.contract_id)`.as('scopeId'),
        'e.staff_member_id as personId',
        's.name as person',
        'e.spent_on as spentOn',
        'e.minutes',
        'e.after_hours as afterHours',
        'e.description',
        'e.decision_reason as rejectedBefore',
        isTheirsToDecide.as('mayDecide'),
        othersDecide.as('othersDecide'),
        teamDay(sql.ref('e.created_at')).as('enteredOn'),
        sql<number>`(
          select sum(o.minutes)::int from app.time_entry o
           where o.staff_member_id = e.staff_member_id and o.spent_on = e.spent_on and o.status <> 'rejected')`.as(
          'dayMinutes',
        ),
      ])
      .orderBy('scopeName')
      .orderBy('scopeId')
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
