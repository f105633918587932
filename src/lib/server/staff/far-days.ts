import { sql, type RawBuilder } from 'kysely';
import { farDays, farDayWords, type Stretch } from '../../domain/far-days';
import { Refusal } from '../errors';
import type { StaffTransaction } from './procedure';
import { teamToday } from './team-day';

const stretchOf = async (db: StaffTransaction, days: RawBuilder<unknown>): Promise<Stretch> => {
  const { rows } = await sql<Stretch>`
    select min(day)::text as first, max(day)::text as last from (${days} union all select ${teamToday}) d`.execute(
    db,
  );
  return rows[0] ?? { first: '', last: '' };
};

/** The days of a project, of its contract, sprints, milestones and epics, and today. */
export const daysOfProject = (db: StaffTransaction, projectId: string) =>
  stretchOf(
    db,
    sql`
    select unnest(array[p.starts_on, p.due_on, c.starts_on, c.ends_on]) as day
      from app.project p left join app.contract c on c.id = p.contract_id where p.id = ${projectId}
    union all select unnest(array[min(starts_on), max(ends_on)]) from app.sprint where project_id = ${projectId}
    union all select unnest(array[min(agreed_on), max(agreed_on), max(forecast_on)]) from app.milestone where project_id = ${projectId}
    union all select unnest(array[min(starts_on), max(due_on)]) from app.epic where project_id = ${projectId}`,
  );

/** The days of a contract, and today. */
export const daysOfContract = (db: StaffTransaction, contractId: string | null) =>
  stretchOf(
    db,
    sql`select unnest(array[starts_on, ends_on]) as day from app.contract where id = ${contractId}::uuid`,
  );

/**
 * Asks back, once, about days that lie years away from all others: such a day is a mistyped year more often than a plan. To be
 * called after they were written, so that a person who may not write is told that first; the refusal takes back what was written.
 * `stretch` is of before, `confirmed` names the days that the person has been asked about.
 */
export function askAboutFarDays(days: readonly (string | null)[], stretch: Stretch, confirmed: string): void {
  const asked = farDays(days, stretch).filter((day) => !confirmed.includes(day));
  if (asked.length === 0) return;
  const words = asked.map((day) => farDayWords(day, stretch)).join(' ');
  throw new Refusal('BAD_REQUEST', `${words} Nothing has been saved yet.`, {
    confirmedDays: `${words} Correct it, or confirm it's right.`,
  });
}
