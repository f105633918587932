/**
 * What each role may do (PRODUCT A2): on a project, on the tickets of a contract, which has the same roles, and in the company.
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

/** Each deed on a project, and the first role that may do it. */
export const projectDeeds = [
  { deed: 'read', from: 'observer', words: 'View the project and everything in it' },
  { deed: 'comment', from: 'reviewer', words: 'Write comments and notes, and edit their own' },
  { deed: 'review', from: 'reviewer', words: 'Accept a task in review, or send it back' },
  { deed: 'work', from: 'contributor', words: 'Create tasks in the backlog and work on tasks' },
  { deed: 'log_time', from: 'contributor', words: 'Log their own time and resubmit rejected entries' },
  {
    deed: 'plan',
    from: 'manager',
    words: 'Plan epics, stories, sprints and milestones, and add tasks to sprints',
  },
  { deed: 'import', from: 'manager', words: 'Import tasks from a file' },
  { deed: 'edit', from: 'manager', words: 'Edit project details' },
  { deed: 'client_comments', from: 'manager', words: 'Choose whether the client can comment' },
  { deed: 'share', from: 'manager', words: 'Make items Client Visible or Internal Only' },
  { deed: 'approve_time', from: 'manager', words: 'Approve or reject time, and undo it' },
  { deed: 'delete', from: 'manager', words: 'Delete items' },
  { deed: 'set_roles', from: 'owner', words: 'Choose members and their roles' },
  { deed: 'set_defaults', from: 'owner', words: 'Set default visibility' },
] as const satisfies readonly { deed: string; from: ProjectRole; words: string }[];
export type ProjectDeed = (typeof projectDeeds)[number]['deed'];

/** Each deed on the tickets of a contract, and the first role there that may do it. */
export const contractDeeds = [
  { deed: 'read', from: 'observer', words: 'View tickets and everything in them' },
  { deed: 'note', from: 'reviewer', words: 'Write internal notes' },
  { deed: 'work', from: 'contributor', words: 'Create, answer, edit, merge and escalate tickets' },
  { deed: 'log_time', from: 'contributor', words: 'Log their own time and resubmit rejected entries' },
  {
    deed: 'share',
    from: 'manager',
    words: 'Make tickets, messages and files Client Visible or Internal Only',
  },
  { deed: 'approve_time', from: 'manager', words: 'Approve or reject time, and undo it' },
  { deed: 'delete', from: 'manager', words: 'Delete messages, notes and files' },
  { deed: 'set_roles', from: 'owner', words: 'Choose the ticket team and their roles' },
  { deed: 'set_terms', from: 'owner', words: 'Set support, SLA, job types and the escalation path' },
] as const satisfies readonly { deed: string; from: ProjectRole; words: string }[];
export type ContractDeed = (typeof contractDeeds)[number]['deed'];

/** Each deed in the whole company, and the first role that may do it. */
export const tenantDeeds = [
  { deed: 'work', from: 'member', words: 'Work on assigned items within their project role' },
  { deed: 'log_time', from: 'member', words: 'Log their own time' },
  { deed: 'every_project', from: 'manager', words: 'Full access to every project and contract' },
  { deed: 'create_projects', from: 'manager', words: 'Create projects' },
  { deed: 'move_projects', from: 'manager', words: 'Move a project to another client or contract' },
  { deed: 'view_as_client', from: 'manager', words: 'View the portal as a client' },
  { deed: 'macros', from: 'manager', words: 'Manage macros' },
  { deed: 'contracts', from: 'manager', words: 'Manage contracts' },
  { deed: 'sprints', from: 'manager', words: 'Plan sprints in every project' },
  { deed: 'invoices', from: 'manager', words: 'Prepare and issue invoices' },
  { deed: 'failed_work', from: 'manager', words: 'View failed jobs and retry them' },
  { deed: 'people', from: 'admin', words: 'Invite people and choose their roles' },
  { deed: 'settings', from: 'admin', words: 'Change settings' },
  { deed: 'plan_billing', from: 'owner', words: 'Manage plan and billing' },
] as const satisfies readonly { deed: string; from: TenantRole; words: string }[];
export type TenantDeed = (typeof tenantDeeds)[number]['deed'];

/** Nobody raises their own role, whatever the table says; people read it below the table. */
export const roleLimitWords = 'No one can raise their own role.';

type Deeds<Role, Deed> = readonly { deed: Deed; from: Role }[];

function firstRole<Role, Deed>(deeds: Deeds<Role, Deed>, wanted: Deed): Role {
  const found = deeds.find(({ deed }) => deed === wanted);
  if (!found) throw new Error(`the role table has no deed ${String(wanted)}`);
  return found.from;
}

/** The first role that may do a deed: on a project, on a contract's tickets, in the company. */
export const projectRoleFor = (deed: ProjectDeed): ProjectRole => firstRole(projectDeeds, deed);
export const contractRoleFor = (deed: ContractDeed): ProjectRole => firstRole(contractDeeds, deed);
export const tenantRoleFor = (deed: TenantDeed): TenantRole => firstRole(tenantDeeds, deed);

/** Whether a project role is enough for a deed on that project. */
export const mayOnProject = (role: ProjectRole, deed: ProjectDeed): boolean =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(projectRoleFor(deed));

/** Whether a role on a contract's tickets is enough for a deed on them. */
export const mayOnContract = (role: ProjectRole, deed: ContractDeed): boolean =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(contractRoleFor(deed));

/** Whether a tenant role is enough for a deed in the company. */
export const mayInTenant = (role: TenantRole, deed: TenantDeed): boolean =>
  tenantRoles.indexOf(role) >= tenantRoles.indexOf(tenantRoleFor(deed));

/** What somebody may do on a project or a contract's tickets, deed by deed. */
export type Rights<Deed extends string> = Record<Deed, boolean>;

export const rightsOnProject = (role: ProjectRole): Rights<ProjectDeed> =>
  Object.fromEntries(projectDeeds.map(({ deed }) => [deed, mayOnProject(role, deed)])) as Rights<ProjectDeed>;

export const rightsOnContract = (role: ProjectRole): Rights<ContractDeed> =>
  Object.fromEntries(
    contractDeeds.map(({ deed }) => [deed, mayOnContract(role, deed)]),
  ) as Rights<ContractDeed>;

/** The role somebody has on a project in effect: the one given there, Owner for those who may do everything everywhere. */
export const effectiveProjectRole = (
  tenantRole: TenantRole,
  given: ProjectRole | null,
): ProjectRole | null => (mayInTenant(tenantRole, 'every_project') ? 'owner' : given);
