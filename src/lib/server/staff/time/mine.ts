import { sql } from 'kysely';
import { mondayOf } from '../../../domain/weeks';
import { timeWeek } from '../../../inputs/time';
import { selectAll } from '../../db/select-all';
import { staffProcedure } from '../procedure';
import { teamToday } from '../team-day';
import { entriesOnWork, work } from './work';

/** The person's own time of a week, Monday to Sunday: the week of the day named, else the current one. */
export const mine = staffProcedure.input(timeWeek).query(async ({ ctx: { db }, input }) => {
  const monday = input.week
    ? sql<string>`${mondayOf(input.week)}::date`
    : sql<string>`date_trunc('week', ${teamToday})::date`;
  const { entries, here } = await selectAll(db, {
    here: db.selectNoFrom([teamToday.as('today'), monday.as('from')]),
    entries: entriesOnWork(db)
      .leftJoin('app.staff_member as d', 'd.id', 'e.decided_by')
      .select([
        'e.id',
        ...work,
        'e.spent_on as spentOn',
        'e.minutes',
        'e.started_at as startedAt',
        'e.after_hours as afterHours',
        'e.description',
        'e.status',
        'd.name as decidedBy',
        'e.decision_reason as decisionReason',
        'e.version',
      ])
      .where('e.staff_member_id', '=', sql<string>`(select app.staff_id())`)
      .where('e.spent_on', '>=', monday)
      .where('e.spent_on', '<', sql<string>`${monday} + 7`)
      .orderBy('e.spent_on')
      .orderBy('e.created_at')
      .orderBy('e.id'),
  });
  const { today = '', from = '' } = here[0] ?? {};
  return { from, today, entries };
});
