import { macroCreate } from '../../../inputs/staff-tickets';
import { staffProcedure } from '../procedure';
import { nameTaken } from './name-taken';

/** Adds a macro, for everybody who answers tickets. A name is given once. Returns its id. */
export const create = staffProcedure
  .input(macroCreate)
  .mutation(async ({ ctx: { db, me }, input: { name, body } }) => {
    const { tenantId } = await me();
    const id = crypto.randomUUID();
    await db
      .insertInto('app.macro')
      .values({ tenant_id: tenantId, id, name, body })
      .execute()
      .catch(nameTaken(name));
    return { id };
  });
