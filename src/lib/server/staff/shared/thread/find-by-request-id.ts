import type { StaffTransaction } from '../../procedure';

/** The tables that hold texts of staff. */
export type TextTable = 'app.message' | 'app.ticket_note' | 'app.text';

/** The id of the text that its author has already sent under this request id, or undefined. */
export const findByRequestId = (
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
