import { sql } from 'kysely';
import { log } from '../../log';
import { asWorker } from '../transaction';

const batch = 200;

/** Closes resolved tickets whose window for reopening has passed, and returns how many. One that cannot be keeps no other open. */
export async function closeResolved(): Promise<number> {
  const due = await asWorker(
    null,
    async (db) =>
      (
        await sql<{
          tenant_id: string;
          ticket_id: string;
        }>`select * from app.tickets_to_close(${batch})`.execute(db)
      ).rows,
  );
  let closed = 0;
  for (const { tenant_id, ticket_id } of due) {
    try {
      const { numUpdatedRows } = await asWorker(tenant_id, (db) =>
        db
          .updateTable('app.ticket')
          .set({ status: 'closed' })
          .where('id', '=', ticket_id)
          .where('status', '=', 'resolved')
          .where('reopen_until', '<=', sql<string>`now()`)
          .executeTakeFirst(),
      );
      closed += Number(numUpdatedRows);
    } catch (error) {
      log.error(
        { err: error, ticket: ticket_id },
        'a resolved ticket could not be closed; it is tried again',
      );
    }
  }
  return closed;
}
