import { sql } from 'kysely';
import { forbidden, notFound, Refusal } from '../../errors';
import type { StaffTransaction } from '../procedure';

/**
 * The entries of these ids, all of them the person's to decide on; else a refusal in words. An id that cannot be seen fails
 * all as not found (LEAKS L65).
 */
export async function decidableEntries(db: StaffTransaction, ids: readonly string[]) {
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
  return entries;
}
