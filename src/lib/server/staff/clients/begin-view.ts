import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { mayInTenant } from '../../../domain/roles';
import { clientViewBegin } from '../../../inputs/staff-projects';
import { forbidden, notFound } from '../../errors';
import { staffProcedure, viewHash } from '../procedure';

/**
 * Begins "View as client": a read-only session of half an hour as a client user who may sign in, for tenant Managers and
 * above, entered in the log. Returns what the session's token is derived from; not found for anybody else's person.
 */
export const beginView = staffProcedure
  .input(clientViewBegin)
  .mutation(async ({ ctx: { db, me, token }, input: { clientUserId } }) => {
    const { role } = await me();
    if (!mayInTenant(role, 'view_as_client')) throw forbidden();
    const nonce = randomBytes(16).toString('base64url');
    const { rows } = await sql<{ id: string | null }>`
      select app.begin_client_view(${clientUserId}::uuid, ${viewHash(token ?? '', nonce)}) as id`.execute(db);
    const id = rows[0]?.id;
    if (!id) throw notFound();
    return { id, nonce };
  });
