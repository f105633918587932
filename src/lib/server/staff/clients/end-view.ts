import { sql } from 'kysely';
import { clientViewEnd } from '../../../inputs/staff-projects';
import { notFound } from '../../errors';
import { staffProcedure, viewHash } from '../procedure';

/** Ends the person's own look as a client; not found for anybody else's, or one that they have ended. */
export const endView = staffProcedure
  .input(clientViewEnd)
  .mutation(async ({ ctx: { db, token }, input: { viewId, nonce } }) => {
    const { rows } = await sql<{ ended: boolean | null }>`
      select app.end_client_view(${viewId}::uuid, ${viewHash(token ?? '', nonce)}) as ended`.execute(db);
    if (!rows[0]?.ended) throw notFound();
  });
