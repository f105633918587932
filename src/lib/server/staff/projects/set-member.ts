import { projectMember } from '../../../inputs/staff-projects';
import { forbidden } from '../../errors';
import { staffProcedure } from '../procedure';

/** Gives a staff member a role in the project, or takes it away ('none'); project Owners only, says the policy. */
export const setMember = staffProcedure.input(projectMember).mutation(async ({ ctx: { db, me }, input }) => {
  const { tenantId } = await me();
  const { projectId, staffMemberId, role } = input;
  if (role === 'none') {
    const { numDeletedRows } = await db
      .deleteFrom('app.project_member')
      .where('project_id', '=', projectId)
      .where('staff_member_id', '=', staffMemberId)
      .executeTakeFirst();
    if (!numDeletedRows) throw forbidden();
    return;
  }
  await db
    .insertInto('app.project_member')
    .values({ tenant_id: tenantId, project_id: projectId, staff_member_id: staffMemberId, role })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'project_id', 'staff_member_id']).doUpdateSet({ role }),
    )
    .execute();
});
