/** The support of a contract. Clients read the job types they choose from, and nothing else of it. */
import { everything, inTenant, onContract, tenantWide } from './rules.ts';
import type { Rule, Table } from './shape.ts';

/** A background job's own tenant. */
export const workTenant: Rule = { where: 'tenant_id = (select app.work_tenant())' };
/** For the functions by which clients write: contracts that cover the client. */
const clientContract = 'contract_id = any ((select app.client_contracts())::uuid[])';

const ownView = 'tenant_id = (select app.staff_tenant()) and staff_member_id = (select app.staff_id())';

export const support: readonly Table[] = [
  {
    name: 'app.contract_support',
    announces: 'tickets',
    roles: {
      staff: {
        select: { where: onContract('read') },
        insert: { where: onContract('set_terms') },
        update: {
          where: onContract('set_terms'),
          columns: ['levels', 'reopen_days', 'sla_disclosure', 'version'],
        },
      },
      worker: { select: workTenant },
      definer_share: {
        select: {
          where: onContract('share'),
          columns: ['tenant_id', 'contract_id', 'levels', 'reopen_days'],
        },
      },
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
        select: { where: onContract('read') },
        insert: { where: onContract('set_roles') },
        update: { where: onContract('set_roles'), columns: ['role'] },
        delete: { where: onContract('set_roles') },
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
        select: { where: onContract('read') },
        insert: {
          where: onContract('set_terms'),
          columns: ['tenant_id', 'id', 'contract_id', 'name', 'level'],
        },
        update: { where: onContract('set_terms'), columns: ['name', 'level', 'active'] },
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
        select: { where: onContract('read') },
        insert: {
          // Of what has been measured nothing is measured anew.
          where: `${onContract('set_terms')} and in_force_from >= now() - interval '1 minute'`,
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
        select: { where: onContract('read') },
        insert: { where: onContract('set_terms') },
        update: { where: onContract('set_terms'), columns: ['staff_member_id'] },
        delete: { where: onContract('set_terms') },
      },
      worker: { select: workTenant },
    },
  },
  {
    name: 'app.macro',
    roles: {
      staff: {
        select: tenantWide,
        insert: { where: inTenant('macros'), columns: ['tenant_id', 'id', 'name', 'body'] },
        update: { where: inTenant('macros'), columns: ['name', 'body', 'version'] },
        delete: { where: inTenant('macros') },
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
