import { sql } from 'kysely';
import { formatChoices } from '../../format-choices';
import { portalProcedure } from '../procedure';

/** The person's own settings, and what they can choose. */
export const open = portalProcedure.query(async ({ ctx: { db } }) => {
  const { rows } = await sql<{ locale: string | null }>`select app.client_locale() as locale`.execute(db);
  return { locale: rows[0]?.locale ?? '', choices: formatChoices() };
});
