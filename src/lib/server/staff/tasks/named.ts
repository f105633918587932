import { sql } from 'kysely';
import { holds } from '../../db/holds';
import type { StaffTransaction } from '../procedure';

/** The number in "TSK-0138", "tsk 138" or "138", also where a title follows it; null where there is none. */
export function numberIn(text: string): number | null {
  const found = /^(?:tsk[- ]?)?0*(\d{1,9})(?=$|\s)/i.exec(text.trim());
  return found ? Number(found[1]) : null;
}

/** A project's tasks whose number, present or former, or title a text names; the number's own first. */
export function tasksNamed(db: StaffTransaction, projectId: string, text: string) {
  const number = numberIn(text);
  const byNumber = sql<boolean>`${number}::int in (t.number, t.internal_number)`;
  return db
    .selectFrom('app.task as t')
    .select(['t.id', 't.number', 't.title', 't.status'])
    .select(sql<boolean>`coalesce(${byNumber}, false)`.as('isByNumber'))
    .where('t.project_id', '=', projectId)
    .where((where) => where.or([sql<boolean>`coalesce(${byNumber}, false)`, holds('t.title', text)]))
    .orderBy(sql`coalesce(${byNumber}, false)`, 'desc')
    .orderBy('t.number');
}
