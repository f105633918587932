import { sql } from 'kysely';
import { plural } from '../../../domain/words';
import { timeDecision } from '../../../inputs/time';
import { forbidden, notFound, Refusal } from '../../errors';
import { staffProcedure } from '../procedure';

/**
 * Approves or rejects recorded time, all of the entries or none. An id that cannot be seen fails the whole decision as not
 * found (LEAKS L65).
 */
export const decide = staffProcedure.input(timeDecision).mutation(async ({ ctx: { db }, input }) => {
  const ids = [...new Set(input.entryIds)];
  const entries = await db
    .selectFrom('app.time_entry')
    .select(['status', 'minutes'])
    .select(sql<boolean>`project_id = any(app.staff_projects('manager'))`.as('manages'))
    .select(
      sql<boolean>`staff_member_id = app.staff_id() and not project_id = any(app.staff_projects('owner'))`.as(
        'isOwn',
      ),
    )
    .where('id', 'in', ids)
    .execute();
  if (entries.length < ids.length) throw notFound();
  if (entries.some(({ manages }) => !manages)) throw forbidden();
  if (entries.some(({ isOwn }) => isOwn))
    throw new Refusal(
      'FORBIDDEN',
      'Nobody decides on their own time, unless they own the project. Leave yours to another manager of it.',
    );
  if (entries.some(({ minutes }) => minutes === null))
    throw new Refusal('BAD_REQUEST', 'A timer that still runs is not decided on. Nothing was changed.');
  const { numUpdatedRows } = await db
    .updateTable('app.time_entry')
    .set({ status: input.decision, decision_reason: input.reason })
    .where('id', 'in', ids)
    .where('status', '=', 'recorded')
    .executeTakeFirst();
  const decidedBefore = ids.length - Number(numUpdatedRows);
  if (decidedBefore > 0)
    throw new Refusal(
      'CONFLICT',
      `${plural(decidedBefore, 'entry has', 'entries have')} been decided on meanwhile. Nothing was changed; look again.`,
    );
  return { decided: ids.length };
});
