import { sql } from 'kysely';
import type { StaffTransaction } from '../procedure';

/** The one task of a project that "TSK-0138", "138" or its whole title names; undefined where none does, or several. */
export async function taskNamed(db: StaffTransaction, projectId: string, which: string) {
  const number = /^(?:tsk[- ]?)?0*(\d{1,9})(?=$|\s)/i.exec(which)?.[1];
  const found = await db
    .selectFrom('app.task')
    .select('id')
    .where('project_id', '=', projectId)
    .where(
      number === undefined
        ? sql<boolean>`lower(title) = lower(${which})`
        : sql<boolean>`${Number(number)}::int in (number, internal_number)`,
    )
    .limit(2)
    .execute();
  return found.length === 1 ? found[0] : undefined;
}
