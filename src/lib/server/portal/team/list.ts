import { sql } from 'kysely';
import type { Section } from '../../../inputs/team';
import { portalProcedure } from '../procedure';

/** The people of the client for whoever has the section "team"; nobody for anybody else. Active people come first. */
export const list = portalProcedure.query(async ({ ctx: { db, me } }) => {
  const asked = me();
  const people = await db
    .selectFrom('app.client_user')
    .select(['id', 'name', 'email', 'role', 'active', sql<Section[]>`to_json(sections)`.as('sections')])
    .orderBy('active', 'desc')
    .orderBy('role', 'desc')
    .orderBy('name')
    .orderBy('id')
    .execute();
  const { role, sections } = await asked;
  const mayOpen = sections.includes('team');
  return { people: mayOpen ? people : [], maySwitch: role === 'admin' };
});
