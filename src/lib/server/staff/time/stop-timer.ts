import { sql } from 'kysely';
import { isAfterHours } from '../../../domain/after-hours';
import { policyOf, type StoredPolicy } from '../../../domain/sla/stored-policy';
import type { StaffTransaction } from '../procedure';
import { countedMinutes } from './today';

/**
 * Stops a timer with what it has counted; one that has been stopped stays as it is. Work on a ticket that lies mostly outside
 * its business hours is marked as after hours, which the person can correct. Returns how many entries were reached: 0 where
 * none can be.
 */
export async function stopTimer(db: StaffTransaction, entryId: string): Promise<number> {
  const afterHours = await ranAfterHours(db, entryId);
  const { numUpdatedRows } = await db
    .updateTable('app.time_entry')
    .set((set) => ({
      minutes: set.fn.coalesce('minutes', countedMinutes),
      after_hours: sql<boolean>`after_hours or (minutes is null and ${afterHours})`,
    }))
    .where('id', '=', entryId)
    .where('status', '=', 'recorded')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

async function ranAfterHours(db: StaffTransaction, entryId: string): Promise<boolean> {
  const timer = await db
    .selectFrom('app.time_entry as e')
    .innerJoin('app.ticket as t', 't.id', 'e.ticket_id')
    .innerJoin('app.sla_policy as s', 's.id', 't.sla_policy_id')
    .select(['s.id', 's.time_zone', 's.business_hours', 's.holidays'])
    .select(['s.targets', 's.thresholds', 's.pauses_on_hold'])
    .select([
      sql<number>`(extract(epoch from e.started_at) * 1000)::float8`.as('from'),
      sql<number>`(extract(epoch from now()) * 1000)::float8`.as('until'),
    ])
    .where('e.id', '=', entryId)
    .where('e.minutes', 'is', null)
    .executeTakeFirst();
  if (!timer) return false;
  const { calendar } = policyOf(timer as StoredPolicy);
  return isAfterHours(calendar, Math.floor(timer.from), Math.floor(timer.until));
}
