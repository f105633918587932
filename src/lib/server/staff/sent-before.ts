import type { StaffTransaction } from './procedure';

/** Where what the team says is kept. */
export type TextTable = 'app.message' | 'app.ticket_note' | 'app.text';

/** The id of what the person has already sent under this request, or undefined. */
export const sentBefore = (
  db: StaffTransaction,
  table: TextTable,
  request: { requestId: string; me: string },
) =>
  db
    .selectFrom(table)
    .select('id')
    .where('author_staff_id', '=', request.me)
    .where('request_id', '=', request.requestId)
    .executeTakeFirst();
