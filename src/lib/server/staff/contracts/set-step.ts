import { escalationStep } from '../../../inputs/support';
import { forbidden } from '../../errors';
import { staffProcedure } from '../procedure';
import { requireContractAccess } from '../reach';

/** To whom of those who reach a contract its tickets escalate at a share of a target; nobody takes the step away. */
export const setStep = staffProcedure.input(escalationStep).mutation(async ({ ctx: { db, me }, input }) => {
  const { contractId, clock, atPercent, staffMemberId } = input;
  if (staffMemberId === null) {
    const { numDeletedRows } = await db
      .deleteFrom('app.escalation_step')
      .where('contract_id', '=', contractId)
      .where('clock', '=', clock)
      .where('at_percent', '=', atPercent)
      .executeTakeFirst();
    if (!numDeletedRows) throw forbidden();
    return;
  }
  await requireContractAccess(db, contractId, staffMemberId, 'staffMemberId');
  const { tenantId } = await me();
  await db
    .insertInto('app.escalation_step')
    .values({
      tenant_id: tenantId,
      contract_id: contractId,
      clock,
      at_percent: atPercent,
      staff_member_id: staffMemberId,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'contract_id', 'clock', 'at_percent'])
        .doUpdateSet({ staff_member_id: staffMemberId }),
    )
    .execute();
});
