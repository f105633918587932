/** What a contract says about support. Clients read the kinds of job they choose from, and nothing else of it. */
import { everything, onContract, tenantWide } from './rules.ts';
import type { Rule, Table } from './shape.ts';

/** A background job's own tenant. */
export const workTenant: Rule = { where: 'tenant_id = (select app.work_tenant())' };
/** For the functions by which clients write: contracts that cover the client. */
const clientContract = 'contract_id = any ((select app.client_contracts())::uuid[])';

const atLeast = (role: string) => `tenant_id = (select app.staff_tenant('${role}'))`;
const ownView = 'tenant_id = (select app.staff_tenant()) and staff_member_id = (select app.staff_id())';

export const support: readonly Table[] = [
  {
    name: 'app.contract_support',
    announces: 'tickets',
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: { where: onContract('owner') },
        update: {
          where: onContract('owner'),
          columns: ['levels', 'reopen_days', 'sla_disclosure', 'version'],
        },
      },
      worker: { select: workTenant },
      definer_ticket: {
        select: {
          where: clientContract,
          columns: ['tenant_id', 'contract_id', 'levels', 'reopen_days', 'sla_disclosure'],
        },
      },
    },
  },
  {
    name: 'app.contract_member',
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: { where: onContract('owner') },
        update: { where: onContract('owner'), columns: ['role'] },
        delete: { where: onContract('owner') },
      },
      // To whom a ticket escalates.
      worker: {
        select: { ...workTenant, columns: ['tenant_id', 'contract_id', 'staff_member_id', 'role'] },
      },
      definer_identity: { select: everything },
    },
  },
  {
    name: 'app.job_type',
    client: { columns: ['id', 'contract_id', 'name', 'active'], where: clientContract },
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: { where: onContract('owner'), columns: ['tenant_id', 'id', 'contract_id', 'name', 'level'] },
        update: { where: onContract('owner'), columns: ['name', 'level', 'active'] },
      },
      definer_ticket: {
        select: {
          where: clientContract,
          columns: ['tenant_id', 'id', 'contract_id', 'level', 'active'],
        },
      },
    },
  },
  {
    name: 'app.sla_policy',
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: {
          where: onContract('owner'),
          columns: [
            'tenant_id',
            'id',
            'contract_id',
            'in_force_from',
            'time_zone',
            'business_hours',
            'holidays',
            'targets',
            'thresholds',
            'pauses_on_hold',
          ],
        },
      },
      worker: { select: workTenant },
      definer_ticket: {
        select: { where: clientContract, columns: ['tenant_id', 'id', 'contract_id', 'in_force_from'] },
      },
    },
  },
  {
    name: 'app.escalation_step',
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: { where: onContract('owner') },
        update: { where: onContract('owner'), columns: ['staff_member_id'] },
        delete: { where: onContract('owner') },
      },
      worker: { select: workTenant },
    },
  },
  {
    name: 'app.macro',
    roles: {
      staff: {
        select: tenantWide,
        insert: { where: atLeast('manager'), columns: ['tenant_id', 'id', 'name', 'body'] },
        update: { where: atLeast('manager'), columns: ['name', 'body', 'version'] },
        delete: { where: atLeast('manager') },
      },
    },
  },
  {
    name: 'app.saved_view',
    roles: {
      staff: {
        select: { where: ownView },
        insert: { where: ownView },
        update: { where: ownView, columns: ['name', 'query'] },
        delete: { where: ownView },
      },
    },
  },
];
