import { contractMember } from '../../../inputs/support';
import { forbidden } from '../../errors';
import { staffProcedure } from '../procedure';

/** Gives a staff member a role on a contract's tickets, or takes it away ('none'); contract Owners only, says the policy. */
export const setMember = staffProcedure.input(contractMember).mutation(async ({ ctx: { db, me }, input }) => {
  const { tenantId } = await me();
  const { contractId, staffMemberId, role } = input;
  if (role === 'none') {
    const { numDeletedRows } = await db
      .deleteFrom('app.contract_member')
      .where('contract_id', '=', contractId)
      .where('staff_member_id', '=', staffMemberId)
      .executeTakeFirst();
    if (!numDeletedRows) throw forbidden();
    return;
  }
  await db
    .insertInto('app.contract_member')
    .values({ tenant_id: tenantId, contract_id: contractId, staff_member_id: staffMemberId, role })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'contract_id', 'staff_member_id']).doUpdateSet({ role }),
    )
    .execute();
});
