import { faultsOfPolicy, type PolicyFault } from '../../../domain/sla/unreachable';
import { targetField } from '../../../domain/sla/target-fields';
import { slaPolicyCreate } from '../../../inputs/support';
import { Refusal } from '../../errors';
import { staffProcedure } from '../procedure';

/**
 * Puts a new version of a contract's SLA into force, for tickets raised from now on; what was promised before stays. Refuses a
 * target that can never run out.
 */
export const addSlaPolicy = staffProcedure
  .input(slaPolicyCreate)
  .mutation(async ({ ctx: { db, me }, input }) => {
    const faults = faultsOfPolicy(
      {
        time_zone: input.timeZone,
        business_hours: input.businessHours,
        holidays: input.holidays,
        targets: input.targets,
        thresholds: input.thresholds,
        pauses_on_hold: input.pausesOnHold,
      },
      Date.now(),
    );
    if (faults.length > 0)
      throw new Refusal(
        'BAD_REQUEST',
        'This policy can never be met. Nothing was activated.',
        Object.fromEntries(faults.map((fault) => [fieldOf(fault), fault.sentence])),
      );
    const { tenantId } = await me();
    await db
      .insertInto('app.sla_policy')
      .values({
        tenant_id: tenantId,
        contract_id: input.contractId,
        time_zone: input.timeZone,
        business_hours: JSON.stringify(input.businessHours),
        holidays: JSON.stringify(input.holidays),
        targets: JSON.stringify(input.targets),
        thresholds: input.thresholds,
        pauses_on_hold: input.pausesOnHold,
      })
      .execute();
  });

const fieldOf = (fault: PolicyFault) =>
  fault.at === 'target'
    ? targetField(fault.clock, fault.target.level ?? 'every', fault.target.priority)
    : fault.at;
