import { selectAll } from '../../db/select-all';
import { staffProcedure } from '../procedure';
import { doesInTenant } from '../rights';

/** The tenant's macros, and whether the person keeps them. */
export const list = staffProcedure.query(async ({ ctx: { db } }) => {
  const { macros, rights } = await selectAll(db, {
    macros: db.selectFrom('app.macro').select(['id', 'name', 'body', 'version']).orderBy('name'),
    rights: db.selectFrom('app.tenant').select(doesInTenant('macros').as('mayKeep')),
  });
  return { macros, mayKeep: rights[0]?.mayKeep ?? false };
});
