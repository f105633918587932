import { sql } from 'kysely';
import { addDays } from '../../../domain/days';
import { todayIn } from '../../../domain/dates';
import { mondayOf } from '../../../domain/weeks';
import { timeWeek } from '../../../inputs/time';
import { together } from '../../db/together';
import { staffProcedure } from '../procedure';
import { entriesOnWork, work } from './work';

/** The person's own time of a week, Monday to Sunday: the week of the day named, else the current one. */
export const mine = staffProcedure.input(timeWeek).query(async ({ ctx: { db }, input }) => {
  const today = todayIn('UTC', new Date());
  const from = mondayOf(input.week ?? today);
  const { entries } = await together(db, {
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
      .where('e.spent_on', '>=', from)
      .where('e.spent_on', '<=', addDays(from, 6))
      .orderBy('e.spent_on')
      .orderBy('e.created_at')
      .orderBy('e.id'),
  });
  return { from, today, entries };
});
