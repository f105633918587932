import { sql } from 'kysely';
import { holds } from '../../db/holds';
import type { StaffTransaction } from '../procedure';

/** The number in "TKT-0041", "tkt 41" or "41", also where a title follows it; null where there is none. */
export function ticketNumberIn(text: string): number | null {
  const found = /^(?:tkt[- ]?)?0*(\d{1,9})(?=$|\s)/i.exec(text.trim());
  return found ? Number(found[1]) : null;
}

/** A client's tickets whose number, present or former, or title a text names; the number's own first. */
export function ticketsNamed(db: StaffTransaction, clientId: string, text: string) {
  const number = ticketNumberIn(text);
  const byNumber = sql<boolean>`coalesce(${number}::int in (t.number, t.internal_number), false)`;
  return db
    .selectFrom('app.ticket as t')
    .select(['t.id', 't.number', 't.title', 't.status', 't.visibility', 't.merged_into_id as mergedIntoId'])
    .select(byNumber.as('isByNumber'))
    .where('t.client_id', '=', clientId)
    .where((where) => where.or([byNumber, holds('t.title', text)]))
    .orderBy(byNumber, 'desc')
    .orderBy('t.number')
    .orderBy('t.id');
}
