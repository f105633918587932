/** The role table (src/lib/domain/roles.ts) for queries: the database knows in which role the person asks. */
import { sql, type RawBuilder } from 'kysely';
import {
  contractRoleFor,
  projectRoleFor,
  projectRoles,
  tenantRoleFor,
  type ContractPermission,
  type ProjectPermission,
  type ProjectRole,
  type TenantPermission,
} from '../../domain/roles';

/** The projects on which the person may do this. */
export const projectsToDo = (permission: ProjectPermission): RawBuilder<string[]> =>
  sql`(select app.staff_projects(${sql.lit(projectRoleFor(permission))}))::uuid[]`;

/** The contracts on whose tickets the person may do this. */
export const contractsToDo = (permission: ContractPermission): RawBuilder<string[]> =>
  sql`(select app.staff_contracts(${sql.lit(contractRoleFor(permission))}))::uuid[]`;

/** Whether the person may do this in the company. */
export const doesInTenant = (permission: TenantPermission): RawBuilder<boolean> =>
  sql`app.staff_tenant(${sql.lit(tenantRoleFor(permission))}) is not null`;

/** Whether a colleague may do this in the company, whose role this column is. */
export const colleagueDoes = (permission: TenantPermission, role: string): RawBuilder<boolean> =>
  sql`${sql.ref(role)} >= ${sql.lit(tenantRoleFor(permission))}`;

/** The person's highest role on a project or a contract's tickets; null where they have none. Asks from the highest down, no further than it has to. */
export const roleOn = (
  scope: 'project' | 'contract',
  id: RawBuilder<unknown>,
): RawBuilder<ProjectRole | null> => {
  const reached = sql.ref(scope === 'project' ? 'app.staff_projects' : 'app.staff_contracts');
  const asked = projectRoles
    .toReversed()
    .map((role) => sql`when ${id} = any(${reached}(${sql.lit(role)})) then ${sql.lit(role)}`);
  return sql`case ${sql.join(asked, sql` `)} end`;
};
