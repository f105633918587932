import { slaPolicyCreate } from '../../../inputs/support';
import { staffProcedure } from '../procedure';

/** Puts a new version of a contract's SLA into force, for tickets raised from now on; what was promised before stays. */
export const addSlaPolicy = staffProcedure
  .input(slaPolicyCreate)
  .mutation(async ({ ctx: { db, me }, input }) => {
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
