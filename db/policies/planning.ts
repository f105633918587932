/** Planning records for staff alone: no client grant anywhere. */
import { everything, onProject } from './rules.ts';
import type { Table } from './shape.ts';

const ownFilter = `${onProject('read')} and staff_member_id = (select app.staff_id())`;

export const planning: readonly Table[] = [
  {
    name: 'app.task_sprint_change',
    roles: { staff: { select: { where: onProject('read') } }, definer_log: { insert: everything } },
  },
  {
    name: 'app.task_estimate_change',
    roles: { staff: { select: { where: onProject('read') } }, definer_log: { insert: everything } },
  },
  {
    name: 'app.task_dependency',
    announces: 'projects',
    roles: {
      staff: {
        select: { where: onProject('read') },
        insert: { where: onProject('work'), columns: ['project_id', 'task_id', 'depends_on_id'] },
        delete: { where: onProject('work') },
      },
      definer_work: { select: everything },
    },
  },
  {
    name: 'app.sprint_capacity',
    announces: 'projects',
    roles: {
      staff: {
        select: { where: onProject('read') },
        insert: { where: onProject('plan') },
        update: { where: onProject('plan'), columns: ['hours'] },
        delete: { where: onProject('plan') },
      },
    },
  },
  {
    name: 'app.saved_filter',
    roles: {
      staff: {
        select: { where: ownFilter },
        insert: { where: ownFilter },
        update: { where: ownFilter, columns: ['name', 'query'] },
        delete: { where: ownFilter },
      },
    },
  },
];
