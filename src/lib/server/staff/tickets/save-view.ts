import { viewSave } from '../../../inputs/staff-tickets';
import { Refusal } from '../../errors';
import { stateOf } from '../write-outcome';
import { staffProcedure } from '../procedure';

/** Keeps a view of the queue under a name, for oneself alone. A name is given once. Returns its id. */
export const saveView = staffProcedure
  .input(viewSave)
  .mutation(async ({ ctx: { db, me }, input: { name, query } }) => {
    const { tenantId, staffMemberId } = await me();
    const id = crypto.randomUUID();
    await db
      .insertInto('app.saved_view')
      .values({ tenant_id: tenantId, staff_member_id: staffMemberId, id, name, query })
      .execute()
      .catch((error: unknown) => {
        if (stateOf(error) !== '23505') throw error;
        const sentence = `You already have a view called ${name}. Choose another name.`;
        throw new Refusal('CONFLICT', sentence, { name: sentence });
      });
    return { id };
  });
