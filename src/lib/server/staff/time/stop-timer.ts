import { sql } from 'kysely';
import { isAfterHours } from '../../../domain/after-hours';
import { forgottenTimer, howLongWords } from '../../../domain/forgotten-timer';
import { MINUTE_ms } from '../../../domain/sla/moment';
import { policyOf, type StoredPolicy } from '../../../domain/sla/stored-policy';
import type { StaffTransaction } from '../procedure';
import { Refusal } from '../../errors';
import { teamZone } from '../team-day';
import { inWords } from './refusal';

/**
 * Stops a timer with what it has counted, or with so many minutes as the person says; one that has been stopped stays as it is,
 * and one that was forgotten goes on until they say. Work on a ticket that lies mostly outside
 * its business hours is marked as after hours, which the person can correct. Returns how many entries were reached: 0 where
 * none can be.
 */
export async function stopTimer(
  db: StaffTransaction,
  entryId: string,
  minutes: number | null,
): Promise<number> {
  const ran = await runningFor(db, entryId);
  const forgotten = ran && forgottenTimer(ran.from, ran.until, ran.timeZone);
  if (forgotten && minutes === null) {
    const words = howLongWords(forgotten.ran);
    throw new Refusal('BAD_REQUEST', words, { howLong: words });
  }
  const counted = minutes ?? Math.max(1, Math.round((ran ? ran.until - ran.from : 0) / MINUTE_ms));
  const afterHours = await ranAfterHours(db, entryId, counted);
  const { numUpdatedRows } = await db
    .updateTable('app.time_entry')
    .set((set) => ({
      minutes: set.fn.coalesce('minutes', sql<number>`${counted}::int`),
      after_hours: sql<boolean>`after_hours or (minutes is null and ${afterHours})`,
    }))
    .where('id', '=', entryId)
    .where('status', '=', 'recorded')
    .executeTakeFirst()
    .catch(inWords(counted, 'howLong'));
  return Number(numUpdatedRows);
}

const moments = [
  sql<number>`(extract(epoch from e.started_at) * 1000)::float8`.as('from'),
  sql<number>`(extract(epoch from now()) * 1000)::float8`.as('until'),
] as const;

/** From when until now a timer has run, and the team's time zone; nothing where it has been stopped. */
const runningFor = (db: StaffTransaction, entryId: string) =>
  db
    .selectFrom('app.time_entry as e')
    .select([...moments, teamZone.as('timeZone')])
    .where('e.id', '=', entryId)
    .where('e.minutes', 'is', null)
    .executeTakeFirst();

async function ranAfterHours(db: StaffTransaction, entryId: string, minutes: number): Promise<boolean> {
  const timer = await db
    .selectFrom('app.time_entry as e')
    .innerJoin('app.ticket as t', 't.id', 'e.record_id')
    .innerJoin('app.sla_policy as s', 's.id', 't.sla_policy_id')
    .select(['s.id', 's.time_zone', 's.business_hours', 's.holidays'])
    .select(['s.targets', 's.thresholds', 's.pauses_on_hold'])
    .select(moments)
    .where('e.id', '=', entryId)
    .where('e.minutes', 'is', null)
    .executeTakeFirst();
  if (!timer) return false;
  const { calendar } = policyOf(timer as StoredPolicy);
  const from = Math.floor(timer.from);
  return isAfterHours(calendar, from, from + minutes * MINUTE_ms);
}
