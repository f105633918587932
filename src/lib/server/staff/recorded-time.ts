/** Time as the pages of tasks and tickets list it, and who decides on it. Over app.time_entry as e. */
import { sql, type RawBuilder } from 'kysely';
import { threadPart_texts } from '../../domain/thread-part';
import type { StaffTransaction } from './procedure';
import { contractsToDo, projectsToDo } from './rights';

/** Entries on what the person manages; null where they have no role there. */
export const isManaged = sql<boolean | null>`(
  e.project_id = any(${projectsToDo('approve_time')}) or e.contract_id = any(${contractsToDo('approve_time')}))`;

/** Of those, the entries that the person decides on: not their own, unless the company lets them. */
export const isTheirsToDecide = sql<boolean>`(e.staff_member_id <> (select app.staff_id()) or (select app.approves_own_time()))`;

/** The time on one task or ticket: the latest hundred entries or those before them, the latest first, and what all of them come to. */
export const recordedTime = (db: StaffTransaction, recordId: string, earlier: number) => {
  const recorded = db.selectFrom('app.time_entry as e').where('e.record_id', '=', recordId);
  const minutes = (which: RawBuilder<boolean>) =>
    sql<number>`coalesce(sum(e.minutes) filter (where ${which}), 0)::int`;
  const counts = sql<boolean>`e.status <> 'rejected'`;
  return {
    time: recorded
      .innerJoin('app.staff_member as s', 's.id', 'e.staff_member_id')
      .leftJoin('app.staff_member as d', 'd.id', 'e.decided_by')
      .select([
        'e.id',
        's.name as person',
        'e.spent_on as spentOn',
        'e.minutes',
        'e.started_at as startedAt',
        'e.after_hours as afterHours',
        'e.description',
        'e.status',
        'd.name as decidedBy',
        'e.decision_reason as decisionReason',
        'e.version',
        sql<boolean>`e.staff_member_id = (select app.staff_id())`.as('isMine'),
        sql<boolean>`e.status <> 'recorded' and coalesce(${isManaged}, false) and ${isTheirsToDecide}`.as(
          'mayTakeBack',
        ),
      ])
      .orderBy('e.spent_on', 'desc')
      .orderBy('e.created_at', 'desc')
      .orderBy('e.id')
      .limit(threadPart_texts)
      .offset(earlier * threadPart_texts),
    timeTotals: recorded.select([
      sql<number>`count(*)::int`.as('entries'),
      minutes(counts).as('recorded'),
      minutes(sql<boolean>`${counts} and e.after_hours`).as('afterHours'),
      minutes(sql<boolean>`e.status = 'approved'`).as('approved'),
    ]),
  };
};

export const noTime = { entries: 0, recorded: 0, afterHours: 0, approved: 0 };
