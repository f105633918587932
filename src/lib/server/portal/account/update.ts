import { sql } from 'kysely';
import { accountUpdate } from '../../../inputs/locale';
import { forbidden } from '../../errors';
import { portalProcedure } from '../procedure';

/** Changes the person's own settings. */
export const update = portalProcedure
  .input(accountUpdate)
  .mutation(async ({ ctx: { db }, input: { locale } }) => {
    const { rows } = await sql<{ isChosen: boolean }>`
      select app.choose_locale(${locale}) as "isChosen"`.execute(db);
    if (!rows[0]?.isChosen) throw forbidden();
  });
