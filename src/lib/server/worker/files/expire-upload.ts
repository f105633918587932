import { sql } from 'kysely';
import { fileSettings } from '../../files/configured';
import { keyOf } from '../../files/ledger-of';
import type { Kind } from '../jobs/kind';

/** Forgets an upload that was attached to nothing for a day, with its bytes: the row first, so that none is left without them. */
export const expireUpload: Kind = {
  attempts_max: 12,
  work({ record_id }) {
    let isForgotten = false;
    return {
      async write(db) {
        const { numDeletedRows } = await db
          .deleteFrom('app.upload')
          .where('id', '=', record_id)
          .where('expires_at', '<=', sql<string>`now()`)
          .executeTakeFirst();
        isForgotten = numDeletedRows > 0n;
        const waiting = await db
          .selectFrom('app.upload')
          .select('expires_at as at')
          .where('id', '=', record_id)
          .executeTakeFirst();
        return waiting ?? null;
      },
      committed: async () => isForgotten && (await fileSettings()).storage.delete(keyOf(record_id)),
    };
  },
};
