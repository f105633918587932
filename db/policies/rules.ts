/** Conditions on rows that several tables share, and the shapes of law that recur. */
import type { Rule, Table } from './shape.ts';

export const everything: Rule = { where: 'true' };
export const tenantWide: Rule = { where: 'tenant_id = (select app.staff_tenant())' };

/** Rows of projects on which the staff member holds at least this project role. */
export const onProject = (minimum: string, column = 'project_id') =>
  `tenant_id = (select app.staff_tenant()) and ${column} = any ((select app.staff_projects('${minimum}'))::uuid[])`;

/** Rows of contracts on whose tickets the staff member holds at least this role. */
export const onContract = (minimum: string) =>
  `tenant_id = (select app.staff_tenant()) and contract_id = any ((select app.staff_contracts('${minimum}'))::uuid[])`;

const either = (minimum: string) =>
  `(project_id = any ((select app.staff_projects('${minimum}'))::uuid[]) or contract_id = any ((select app.staff_contracts('${minimum}'))::uuid[]))`;

/** Rows of a project or of a contract, for what may belong to either. */
export const onEither = (minimum: string) => `tenant_id = (select app.staff_tenant()) and ${either(minimum)}`;

/** Of those, a person's own where they work, and anybody's where they manage. */
export const ownOrManagedOnEither = (own: string) =>
  `tenant_id = (select app.staff_tenant()) and (${either('manager')} or (${own} and ${either('contributor')}))`;

export const ticketSharedWithClient = "client_id = (select app.client_section('tickets')) and shared";
export const sharedWithClient = "client_id = (select app.client_section('projects')) and shared";

/** Rows of projects on which the staff member works, and of those on which they review the ones that this holds of. */
export const workedOrReviewed = (state: string) =>
  "tenant_id = (select app.staff_tenant()) and (project_id = any ((select app.staff_projects('contributor'))::uuid[]) or " +
  `(${state} and project_id = any ((select app.staff_projects('reviewer'))::uuid[])))`;

/**
 * A record of a project that a client may be shown: observers read it, `writes` and above edit it, or whom `edits` names, managers
 * delete it, where `deletes` does not hold it back.
 */
export function projectRecord(
  name: string,
  record: {
    writes: 'reviewer' | 'contributor' | 'manager';
    client: readonly string[];
    create: readonly string[];
    edit: readonly string[];
    edits?: Omit<Rule, 'columns'>;
    deletes?: string;
    definers?: Table['roles'];
  },
): Table {
  return {
    name,
    floor: 'shared',
    announces: 'projects',
    client: { columns: record.client, where: sharedWithClient },
    roles: {
      staff: {
        select: { where: onProject('observer') },
        insert: { where: onProject(record.writes), columns: record.create },
        update: { where: onProject(record.writes), ...record.edits, columns: record.edit },
        delete: { where: [onProject('manager'), ...(record.deletes ? [record.deletes] : [])].join(' and ') },
      },
      ...record.definers,
    },
  };
}

/** What somebody says in a project: a record that its author alone edits; managers share it or make it internal. */
export function saidInProject(
  name: string,
  record: Omit<Parameters<typeof projectRecord>[1], 'writes'>,
): Table {
  const said = projectRecord(name, { writes: 'reviewer', ...record });
  const { staff } = said.roles;
  const own = `${onProject('reviewer')} and author_staff_id = (select app.staff_id())`;
  const ownOrManaged =
    'tenant_id = (select app.staff_tenant()) and ' +
    "(project_id = any ((select app.staff_projects('manager'))::uuid[]) or " +
    "(author_staff_id = (select app.staff_id()) and project_id = any ((select app.staff_projects('reviewer'))::uuid[])))";
  return {
    ...said,
    roles: {
      ...said.roles,
      staff: {
        ...staff,
        insert: { where: own, columns: record.create },
        update: { where: ownOrManaged, columns: record.edit },
      },
    },
  };
}

/** A history that triggers write: read by those who read the record, kept by nobody else. */
export function history(name: string, client: readonly string[]): Table {
  return {
    name,
    floor: 'shared',
    client: { columns: client, where: sharedWithClient },
    roles: { staff: { select: { where: onProject('observer') } }, definer_log: { insert: everything } },
  };
}

/** As ticketSharedWithClient, of what the person wrote: `author` is the column that names them. */
export const ownOnTicket = (author: string) =>
  `${ticketSharedWithClient} and ${author} = (select app.client_writer())`;

/** All rows, of these columns. */
export const columns = (...names: string[]): Rule => ({ where: 'true', columns: names });
