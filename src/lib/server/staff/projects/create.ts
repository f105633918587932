import { mayInTenant } from '../../../domain/roles';
import { projectCreate } from '../../../inputs/staff-projects';
import { Refusal } from '../../errors';
import { askAboutFarDays, daysOfContract } from '../far-days';
import { staffProcedure } from '../procedure';

/** Creates a project, Internal Only, for tenant Managers and above; its creator becomes its Owner. Returns its id. */
export const create = staffProcedure.input(projectCreate).mutation(async ({ ctx: { db, me }, input }) => {
  const { tenantId, staffMemberId, role } = await me();
  if (!mayInTenant(role, 'create_projects'))
    throw new Refusal('FORBIDDEN', 'Only managers and above can create projects.');
  const covered = input.contractId
    ? await db
        .selectFrom('app.contract_client')
        .select('contract_id')
        .where('contract_id', '=', input.contractId)
        .where('client_id', '=', input.clientId)
        .executeTakeFirst()
    : true;
  if (!covered)
    throw new Refusal('BAD_REQUEST', "This contract doesn't cover this client.", {
      contractId: "This contract doesn't cover this client.",
    });
  const known = await daysOfContract(db, input.contractId);

  // The new row is out of its own statement's sight, so its id is made here rather than returned.
  const id = crypto.randomUUID();
  await db
    .insertInto('app.project')
    .values({
      id,
      tenant_id: tenantId,
      client_id: input.clientId,
      contract_id: input.contractId,
      name: input.name,
      summary: input.summary,
      status: input.status,
      starts_on: input.startsOn,
      due_on: input.endsOn,
    })
    .execute();
  await db
    .insertInto('app.project_member')
    .values({ tenant_id: tenantId, project_id: id, staff_member_id: staffMemberId, role: 'owner' })
    .execute();
  askAboutFarDays([input.startsOn, input.endsOn], known, input.confirmedDays);
  return { id };
});
