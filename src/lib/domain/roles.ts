/**
 * The role table: the permissions of each role (PRODUCT A2), on a project, on the tickets of a contract, which has the same roles, and in the company.
 * The policies of the database are written from it (db/policies), and pages and procedures ask here. Roles stand in order: whoever may do a thing in one role may do it in every later one.
 */
export const projectRoles = ['observer', 'reviewer', 'contributor', 'manager', 'owner'] as const;
export type ProjectRole = (typeof projectRoles)[number];

export const tenantRoles = ['member', 'manager', 'admin', 'owner'] as const;
export type TenantRole = (typeof tenantRoles)[number];

export const projectRoleWords: Record<ProjectRole, string> = {
  observer: 'Observer',
  reviewer: 'Reviewer',
  contributor: 'Contributor',
  manager: 'Manager',
  owner: 'Owner',
};

export const tenantRoleWords: Record<TenantRole, string> = {
  member: 'Member',
  manager: 'Manager',
  admin: 'Admin',
  owner: 'Owner',
};

/** Each permission on a project, and the first role that has it. */
export const projectPermissions = [
  { permission: 'read', from: 'observer', words: 'View the project and everything in it' },
  { permission: 'comment', from: 'reviewer', words: 'Write comments and notes, and edit their own' },
  { permission: 'review', from: 'reviewer', words: 'Accept a task in review, or send it back' },
  { permission: 'work', from: 'contributor', words: 'Create tasks in the backlog and work on tasks' },
  { permission: 'log_time', from: 'contributor', words: 'Log their own time and resubmit rejected entries' },
  {
    permission: 'plan',
    from: 'manager',
    words: 'Plan epics, stories, sprints and milestones, and add tasks to sprints',
  },
  { permission: 'import', from: 'manager', words: 'Import tasks from a file' },
  { permission: 'edit', from: 'manager', words: 'Edit project details' },
  { permission: 'client_comments', from: 'manager', words: 'Choose whether the client can comment' },
  { permission: 'share', from: 'manager', words: 'Make items Client Visible or Internal Only' },
  { permission: 'approve_time', from: 'manager', words: 'Approve or reject time, and undo it' },
  { permission: 'delete', from: 'manager', words: 'Delete items' },
  { permission: 'set_roles', from: 'owner', words: 'Choose members and their roles' },
  { permission: 'set_defaults', from: 'owner', words: 'Set default visibility' },
] as const satisfies readonly { permission: string; from: ProjectRole; words: string }[];
export type ProjectPermission = (typeof projectPermissions)[number]['permission'];

/** Each permission on the tickets of a contract, and the first role there that has it. */
export const contractPermissions = [
  { permission: 'read', from: 'observer', words: 'View tickets and everything in them' },
  { permission: 'note', from: 'reviewer', words: 'Write internal notes' },
  { permission: 'work', from: 'contributor', words: 'Create, answer, edit, merge and escalate tickets' },
  { permission: 'log_time', from: 'contributor', words: 'Log their own time and resubmit rejected entries' },
  {
    permission: 'share',
    from: 'manager',
    words: 'Make tickets, messages and files Client Visible or Internal Only',
  },
  { permission: 'approve_time', from: 'manager', words: 'Approve or reject time, and undo it' },
  { permission: 'delete', from: 'manager', words: 'Delete messages, notes and files' },
  { permission: 'set_roles', from: 'owner', words: 'Choose the ticket team and their roles' },
  { permission: 'set_terms', from: 'owner', words: 'Set support, SLA, job types and the escalation path' },
] as const satisfies readonly { permission: string; from: ProjectRole; words: string }[];
export type ContractPermission = (typeof contractPermissions)[number]['permission'];

/** Each permission in the whole company, and the first role that has it. */
export const tenantPermissions = [
  { permission: 'work', from: 'member', words: 'Work on assigned items within their project role' },
  { permission: 'log_time', from: 'member', words: 'Log their own time' },
  { permission: 'every_project', from: 'manager', words: 'Full access to every project and contract' },
  { permission: 'create_projects', from: 'manager', words: 'Create projects' },
  { permission: 'move_projects', from: 'manager', words: 'Move a project to another client or contract' },
  { permission: 'view_as_client', from: 'manager', words: 'View the portal as a client' },
  { permission: 'macros', from: 'manager', words: 'Manage macros' },
  { permission: 'contracts', from: 'manager', words: 'Manage contracts' },
  { permission: 'sprints', from: 'manager', words: 'Plan sprints in every project' },
  { permission: 'invoices', from: 'manager', words: 'Prepare and issue invoices' },
  { permission: 'failed_work', from: 'manager', words: 'View failed jobs and retry them' },
  { permission: 'people', from: 'admin', words: 'Invite people and choose their roles' },
  { permission: 'settings', from: 'admin', words: 'Change settings' },
  { permission: 'plan_billing', from: 'owner', words: 'Manage plan and billing' },
] as const satisfies readonly { permission: string; from: TenantRole; words: string }[];
export type TenantPermission = (typeof tenantPermissions)[number]['permission'];

/** Nobody raises their own role, whatever the table says; people read it below the table. */
export const roleLimitWords = 'No one can raise their own role.';

type Permissions<Role, Permission> = readonly { permission: Permission; from: Role }[];

function firstRole<Role, Permission>(permissions: Permissions<Role, Permission>, wanted: Permission): Role {
  const found = permissions.find(({ permission }) => permission === wanted);
  if (!found) throw new Error(`the role table has no permission ${String(wanted)}`);
  return found.from;
}

/** The first role that has a permission: on a project, on a contract's tickets, in the company. */
export const projectRoleFor = (permission: ProjectPermission): ProjectRole =>
  firstRole(projectPermissions, permission);
export const contractRoleFor = (permission: ContractPermission): ProjectRole =>
  firstRole(contractPermissions, permission);
export const tenantRoleFor = (permission: TenantPermission): TenantRole =>
  firstRole(tenantPermissions, permission);

/** Whether a project role has a permission on that project. */
export const mayOnProject = (role: ProjectRole, permission: ProjectPermission): boolean =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(projectRoleFor(permission));

/** Whether a role on a contract's tickets has a permission on them. */
export const mayOnContract = (role: ProjectRole, permission: ContractPermission): boolean =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(contractRoleFor(permission));

/** Whether a tenant role has a permission in the company. */
export const mayInTenant = (role: TenantRole, permission: TenantPermission): boolean =>
  tenantRoles.indexOf(role) >= tenantRoles.indexOf(tenantRoleFor(permission));

/** A person's permissions on a project or a contract's tickets. */
export type Rights<Permission extends string> = Record<Permission, boolean>;

export const rightsOnProject = (role: ProjectRole): Rights<ProjectPermission> =>
  Object.fromEntries(
    projectPermissions.map(({ permission }) => [permission, mayOnProject(role, permission)]),
  ) as Rights<ProjectPermission>;

export const rightsOnContract = (role: ProjectRole): Rights<ContractPermission> =>
  Object.fromEntries(
    contractPermissions.map(({ permission }) => [permission, mayOnContract(role, permission)]),
  ) as Rights<ContractPermission>;

/** The role somebody has on a project in effect: the one given there, Owner for those who may do everything everywhere. */
export const effectiveProjectRole = (
  tenantRole: TenantRole,
  given: ProjectRole | null,
): ProjectRole | null => (mayInTenant(tenantRole, 'every_project') ? 'owner' : given);
