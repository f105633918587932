import { sql } from 'kysely';
import type { Kind } from '../jobs/kind';

/** Closes a resolved ticket once its window for reopening has passed. */
export const closeTicket: Kind = {
  attempts_max: 20,
  work: ({ record_id }) => ({
    async write(db) {
      const resolved = db
        .selectFrom('app.ticket')
        .where('id', '=', record_id)
        .where('status', '=', 'resolved');
      await db
        .updateTable('app.ticket')
        .set({ status: 'closed' })
        .where('id', '=', record_id)
        .where('status', '=', 'resolved')
        .where('reopen_until', '<=', sql<string>`now()`)
        .execute();
      const open = await resolved.select(sql<string>`reopen_until`.as('at')).executeTakeFirst();
      return open ?? null;
    },
  }),
};
