/** Records: the one home of the flag, which its own narrow role changes and nobody else. */
import { everything, inTenant, onContract, onEither } from './rules.ts';
import type { Table } from './shape.ts';

const inSection = (section: 'tickets' | 'projects', column: 'contract_id' | 'project_id') =>
  `(client_id = (select app.client_section('${section}')) and ${column} is not null)`;

const inMovedProject = `${inTenant('move_projects')} and project_id is not null`;

export const records: readonly Table[] = [
  {
    name: 'app.record',
    roles: {
      staff: { select: { where: onEither('read') } },
      // Behind the triggers that make a record, place it, and let it go.
      definer_record: {
        select: everything,
        insert: everything,
        delete: everything,
      },
      definer_share: {
        select: { where: onEither('share'), columns: ['id'] },
        update: { where: onEither('share'), columns: ['visibility'] },
      },
      // Behind app.move_to_ticket(): what is said and attached on tickets on which the person works.
      definer_thread: {
        select: { where: onContract('work'), columns: ['id', 'kind', 'parent_id'] },
        update: { where: onContract('work'), columns: ['root_id', 'parent_id'] },
      },
      // Behind app.move_project(), which hides all of a project.
      definer_move: {
        select: {
          where: inMovedProject,
          columns: ['tenant_id', 'id', 'client_id', 'project_id', 'visibility'],
        },
        update: {
          where: inMovedProject,
          leaves: `${inMovedProject} and visibility = 'internal_only'`,
          columns: ['visibility'],
        },
      },
      // A client user hangs files on what they write themselves. The attachment's own policy has the last word.
      definer_ticket: { select: { where: `visible and ${inSection('tickets', 'contract_id')}` } },
      definer_comment: { select: { where: `visible and ${inSection('projects', 'project_id')}` } },
      // Whether its project is shared, app.record_receipt() asks the project.
      definer_receipt: {
        select: {
          where: `visible and (${inSection('tickets', 'contract_id')} or ${inSection('projects', 'project_id')})`,
          columns: ['id', 'kind', 'project_id', 'contract_id'],
        },
      },
    },
  },
];
