/**
 * What each project role and each tenant role may do (PRODUCT A2), as one table; `db/policies.ts` makes the database enforce it,
 * and a test compares the two. Roles stand in order: whoever may do a thing in one role may do it in every later one.
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

/** Each deed on a project, and the first role that may do it. */
export const projectDeeds = [
  { deed: 'read', from: 'observer', words: 'See the project and all that is in it' },
  { deed: 'comment', from: 'reviewer', words: 'Write comments and notes, and edit their own' },
  { deed: 'review', from: 'reviewer', words: 'Review finished work' },
  { deed: 'work', from: 'contributor', words: 'Create tasks in the backlog and work on tasks' },
  { deed: 'log_time', from: 'contributor', words: 'Log own time, and put forward again what was rejected' },
  {
    deed: 'plan',
    from: 'manager',
    words: 'Plan epics, stories, sprints and milestones, and put tasks into sprints',
  },
  { deed: 'share', from: 'manager', words: 'Make records Client Visible or Internal Only' },
  { deed: 'approve_time', from: 'manager', words: 'Approve or reject time, and take that back' },
  { deed: 'delete', from: 'manager', words: 'Delete records' },
  { deed: 'set_roles', from: 'owner', words: 'Choose members and their roles' },
  { deed: 'set_defaults', from: 'owner', words: 'Choose what new records start on' },
] as const satisfies readonly { deed: string; from: ProjectRole; words: string }[];
export type ProjectDeed = (typeof projectDeeds)[number]['deed'];

/** Each deed in the whole company, and the first role that may do it. */
export const tenantDeeds = [
  { deed: 'work', from: 'member', words: 'Do assigned work, in the project role given there' },
  { deed: 'log_time', from: 'member', words: 'Log own time' },
  { deed: 'every_project', from: 'manager', words: 'Do everything on every project' },
  { deed: 'create_projects', from: 'manager', words: 'Create projects' },
  { deed: 'contracts', from: 'manager', words: 'Keep contracts' },
  { deed: 'sprints', from: 'manager', words: 'Plan sprints of every project' },
  { deed: 'invoices', from: 'manager', words: 'Prepare and issue invoices' },
  { deed: 'people', from: 'admin', words: 'Invite people and choose their roles' },
  { deed: 'settings', from: 'admin', words: 'Change settings' },
  { deed: 'plan_billing', from: 'owner', words: 'Change the plan and pay for it' },
] as const satisfies readonly { deed: string; from: TenantRole; words: string }[];
export type TenantDeed = (typeof tenantDeeds)[number]['deed'];

/** Nobody raises their own role, whatever the table says; people read it below the table. */
export const roleLimitWords = 'Nobody raises their own role.';

function may<Role extends string, Deed extends string>(
  roles: readonly Role[],
  deeds: readonly { deed: Deed; from: Role }[],
  role: Role,
  wanted: Deed,
): boolean {
  const from = deeds.find(({ deed }) => deed === wanted)?.from;
  return from !== undefined && roles.indexOf(role) >= roles.indexOf(from);
}

/** Whether a project role is enough for a deed on that project. */
export const mayOnProject = (role: ProjectRole, deed: ProjectDeed): boolean =>
  may(projectRoles, projectDeeds, role, deed);

/** Whether a tenant role is enough for a deed in the company. */
export const mayInTenant = (role: TenantRole, deed: TenantDeed): boolean =>
  may(tenantRoles, tenantDeeds, role, deed);

/** The role somebody has on a project in effect: the one given there, Owner for those who may do everything everywhere. */
export const effectiveProjectRole = (
  tenantRole: TenantRole,
  given: ProjectRole | null,
): ProjectRole | null => (mayInTenant(tenantRole, 'every_project') ? 'owner' : given);
