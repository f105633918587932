/** Work that is due. Triggers write the outbox, the worker alone the jobs, and Managers of the tenant see what failed. */
import { columns, everything, inTenant } from './rules.ts';
import type { Table } from './shape.ts';
import { workTenant } from './support.ts';

const ofManagers = inTenant('failed_work');

export const work: readonly Table[] = [
  {
    name: 'app.outbox',
    roles: {
      definer_outbox: { insert: columns('tenant_id', 'kind', 'record_id') },
      definer_work: { select: everything, update: columns('id'), delete: everything },
    },
  },
  {
    name: 'app.job',
    roles: {
      staff: { select: { where: ofManagers } },
      worker: {
        select: workTenant,
        update: {
          ...workTenant,
          columns: ['next_run_at', 'attempts', 'leased_until', 'last_error', 'died_at'],
        },
        delete: workTenant,
      },
      definer_work: {
        select: everything,
        insert: columns('tenant_id', 'kind', 'record_id', 'next_run_at'),
        update: columns('next_run_at', 'attempts', 'leased_until', 'fencing_token', 'last_error', 'died_at'),
      },
      definer_retry: {
        // Of the living, too: the row that it leaves is read by this rule.
        select: { where: ofManagers, columns: ['tenant_id', 'id', 'died_at'] },
        update: {
          where: `${ofManagers} and died_at is not null`,
          leaves: `${ofManagers} and died_at is null`,
          columns: ['next_run_at', 'attempts', 'died_at'],
        },
      },
    },
  },
];
