import { sql } from 'kysely';
import { asWorker } from '../transaction';

const batch = 200;

/** Closes resolved tickets whose window for reopening has passed, and returns how many. */
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
  for (const { tenant_id, ticket_id } of due) {
    await asWorker(tenant_id, (db) =>
      db
        .updateTable('app.ticket')
        .set({ status: 'closed' })
        .where('id', '=', ticket_id)
        .where('status', '=', 'resolved')
        .where('reopen_until', '<=', sql<string>`now()`)
        .execute(),
    );
  }
  return due.length;
}
