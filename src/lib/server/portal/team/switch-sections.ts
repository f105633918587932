import { sql } from 'kysely';
import { sectionSwitch } from '../../../inputs/team';
import { forbidden, notFound } from '../../errors';
import { portalProcedure } from '../procedure';

/**
 * A Client Admin decides what a Client Employee may open; it holds from the person's next request on. A Client Admin has
 * everything, so that one cannot be switched, like somebody of another client, is not found.
 */
export const switchSections = portalProcedure
  .input(sectionSwitch)
  .mutation(async ({ ctx: { db, me }, input: { clientUserId, sections } }) => {
    const { role } = await me();
    if (role !== 'admin') throw forbidden();
    const { rows } = await sql<{ switched: boolean | null }>`
      select app.switch_sections(${clientUserId}::uuid, ${sections}::app.section[]) as switched`.execute(db);
    if (!rows[0]?.switched) throw notFound();
  });
