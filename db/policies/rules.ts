/**
 * Conditions on rows that several tables share, and the shapes of law that recur. The role that a permission asks for stands in the role table
 * (src/lib/domain/roles.ts) alone.
 */
import {
  contractRoleFor,
  projectRoleFor,
  tenantRoleFor,
  type ContractPermission,
  type ProjectPermission,
  type TenantPermission,
} from '../../src/lib/domain/roles.ts';
import type { Rule, Table } from './shape.ts';

export const everything: Rule = { where: 'true' };
export const tenantWide: Rule = { where: 'tenant_id = (select app.staff_tenant())' };

const ofTenant = 'tenant_id = (select app.staff_tenant())';
const projectsFor = (permission: ProjectPermission) =>
  `any ((select app.staff_projects('${projectRoleFor(permission)}'))::uuid[])`;
const contractsFor = (permission: ContractPermission) =>
  `any ((select app.staff_contracts('${contractRoleFor(permission)}'))::uuid[])`;
const mine = 'author_staff_id = (select app.staff_id())';

/** Rows of the tenant, for staff whose role in the company has a permission (src/lib/domain/roles.ts). */
export const inTenant = (permission: TenantPermission) =>
  `tenant_id = (select app.staff_tenant('${tenantRoleFor(permission)}'))`;

/** Rows of projects on which the staff member's role has a permission. */
export const onProject = (permission: ProjectPermission, column = 'project_id') =>
  `${ofTenant} and ${column} = ${projectsFor(permission)}`;

/** Rows of contracts on whose tickets the staff member's role has a permission. */
export const onContract = (permission: ContractPermission) =>
  `${ofTenant} and contract_id = ${contractsFor(permission)}`;

type PermissionOnEither = ProjectPermission & ContractPermission;
const either = (permission: PermissionOnEither) =>
  `(project_id = ${projectsFor(permission)} or contract_id = ${contractsFor(permission)})`;

/** Rows of a project or of a contract, for records that may belong to either. */
export const onEither = (permission: PermissionOnEither) => `${ofTenant} and ${either(permission)}`;

/** A person's own time where they log it, and anybody's where they decide on it. */
export const ownOrDecidedOnEither = (own: string) =>
  `${ofTenant} and (${either('approve_time')} or (${own} and ${either('log_time')}))`;

/** A person's own texts, where their role is enough to write there. */
const ownTextOnProject = `${onProject('comment')} and ${mine}`;
export const ownTextOnContract = (permission: ContractPermission) => `${onContract(permission)} and ${mine}`;

/**
 * A new record of a project starts as visible as the project's default says, or less; who shares records there starts one as they choose.
 * The condition is on the row as it will be, after the trigger has filled the default in.
 */
const startsAs = (...starts: string[]) =>
  `(visibility = 'internal_only' or project_id = ${projectsFor('share')} or ${starts.join(' or ')})`;
const startsShared = (kind: 'task' | 'comment' | 'note') =>
  `project_id = any ((select app.projects_sharing('${kind}'))::uuid[])`;
const textStarts = (kind: 'comment' | 'note') => `(kind = '${kind}' and ${startsShared(kind)})`;

/** A new task stands in the backlog, or in a sprint of a project that the person plans. */
export const plannedByWhoPlans = `(sprint_id is null or project_id = ${projectsFor('plan')})`;

export const ticketSharedWithClient = "client_id = (select app.client_section('tickets')) and shared";
export const sharedWithClient = "client_id = (select app.client_section('projects')) and shared";

/**
 * A record of a project that a client may be shown: those who read the project read it, a permission is asked of those who write it, and another of
 * those who delete it, where `deletes` does not hold it back.
 */
export function projectRecord(
  name: string,
  record: {
    writes: ProjectPermission;
    client: readonly string[];
    create: readonly string[];
    edit: readonly string[];
    /** The kind whose default a new record starts with, where people create records who may not share them. */
    starts?: 'task';
    /** A further condition on a new record. */
    creates?: string;
    deletes?: string;
    definers?: Table['roles'];
  },
): Table {
  const { starts, creates, deletes } = record;
  return {
    name,
    floor: 'shared',
    announces: 'projects',
    client: { columns: record.client, where: sharedWithClient },
    roles: {
      staff: {
        select: { where: onProject('read') },
        insert: {
          where: [
            onProject(record.writes),
            ...(creates ? [creates] : []),
            ...(starts ? [startsAs(startsShared(starts))] : []),
          ].join(' and '),
          columns: record.create,
        },
        update: { where: onProject(record.writes), columns: record.edit },
        delete: { where: [onProject('delete'), ...(deletes ? [deletes] : [])].join(' and ') },
      },
      ...record.definers,
    },
  };
}

/** The texts of a project, comments and notes: records that their author alone edits. */
export function textOfProject(
  name: string,
  record: Omit<Parameters<typeof projectRecord>[1], 'writes' | 'edit' | 'starts'>,
): Table {
  const text = projectRecord(name, { ...record, writes: 'comment', edit: ['body'] });
  const insert = {
    where: `${ownTextOnProject} and ${startsAs(textStarts('comment'), textStarts('note'))}`,
    columns: record.create,
  };
  return {
    ...text,
    roles: {
      ...text.roles,
      staff: { ...text.roles.staff, insert, update: { where: ownTextOnProject, columns: ['body'] } },
    },
  };
}

/** A history that triggers write: read by those who read the record, kept by nobody else. */
export function history(name: string, client: readonly string[]): Table {
  return {
    name,
    floor: 'shared',
    client: { columns: client, where: sharedWithClient },
    roles: { staff: { select: { where: onProject('read') } }, definer_log: { insert: everything } },
  };
}

/** As ticketSharedWithClient, of what the person wrote: `author` is the column that names them. */
export const ownOnTicket = (author: string) =>
  `${ticketSharedWithClient} and ${author} = (select app.client_writer())`;

/** All rows, of these columns. */
export const columns = (...names: string[]): Rule => ({ where: 'true', columns: names });
