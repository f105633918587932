/** Logs, numbers, tenants and their staff, clients and their people, contracts. */
import { columns, everything, inTenant, onEither, tenantWide } from './rules.ts';
import type { Table } from './shape.ts';
import { workTenant } from './support.ts';

export const organisations: readonly Table[] = [
  {
    name: 'app.visibility_log',
    roles: {
      staff: { select: { where: onEither('read') } },
      auditor: { select: everything },
      definer_log: { insert: everything },
    },
  },
  { name: 'identity.live_key', roles: { definer_live: { select: everything } } },
  {
    name: 'app.number_counter',
    roles: { definer_number: { select: everything, insert: everything, update: columns('last_number') } },
  },

  {
    name: 'app.tenant',
    client: {
      columns: ['name', 'portal_name', 'accent_color', 'upload_limit_bytes'],
      where: 'tenant_id = (select app.client_tenant())',
    },
    roles: {
      staff: {
        select: tenantWide,
        update: { where: inTenant('settings'), columns: ['approve_own_time', 'time_zone'] },
      },
      definer_time: { select: columns('tenant_id', 'approve_own_time', 'time_zone') },
      definer_file: {
        select: {
          where: 'tenant_id = (select app.client_tenant())',
          columns: ['tenant_id', 'upload_limit_bytes'],
        },
      },
    },
  },
  {
    name: 'app.staff_member',
    roles: {
      staff: {
        select: tenantWide,
        update: {
          where: 'tenant_id = (select app.staff_tenant()) and id = (select app.staff_id())',
          columns: ['locale'],
        },
      },
      worker: { select: { ...workTenant, columns: ['tenant_id', 'id', 'active', 'role'] } },
      definer_identity: { select: everything },
      staff_sign_in: { select: { where: 'true', columns: ['tenant_id', 'id', 'active', 'role'] } },
    },
  },
  {
    name: 'app.client',
    client: { columns: ['id', 'name', 'time_zone'], where: 'id = (select app.client_id())' },
    roles: { staff: { select: tenantWide } },
  },
  {
    name: 'app.client_user',
    client: {
      columns: ['id', 'name', 'email', 'role', 'sections', 'active'],
      where: "id = (select app.client_user_id()) or client_id = (select app.client_section('team'))",
    },
    roles: {
      staff: { select: tenantWide },
      definer_identity: { select: everything },
      definer_team: {
        select: {
          where: "client_id = (select app.client_section('team'))",
          columns: ['id', 'client_id', 'role'],
        },
        update: {
          where: "client_id = (select app.client_section('team')) and role = 'employee'",
          columns: ['sections'],
        },
      },
      definer_visit: {
        select: { where: 'id = (select app.client_writer())', columns: ['id'] },
        update: { where: 'id = (select app.client_writer())', columns: ['locale'] },
      },
      definer_log: { select: { where: 'true', columns: ['tenant_id', 'id', 'name'] } },
      definer_comment: { select: { where: 'id = (select app.client_writer())', columns: ['id', 'name'] } },
      definer_ticket: { select: { where: 'id = (select app.client_writer())', columns: ['id', 'name'] } },
      definer_view: {
        select: {
          where: inTenant('view_as_client'),
          columns: ['tenant_id', 'id', 'client_id', 'can_sign_in', 'granted_sections'],
        },
      },
      client_sign_in: {
        select: { where: 'true', columns: ['tenant_id', 'id', 'can_sign_in', 'granted_sections'] },
      },
    },
  },
  {
    name: 'app.client_visit',
    client: {
      columns: ['began_at', 'last_seen_at', 'previous_seen_at'],
      where: 'client_user_id = (select app.client_user_id())',
    },
    roles: { definer_visit: { select: everything, insert: everything, update: everything } },
  },
  {
    name: 'app.contract',
    roles: {
      staff: { select: tenantWide },
      definer_identity: { select: { where: 'true', columns: ['tenant_id', 'id'] } },
      definer_time: { select: columns('tenant_id', 'id', 'starts_on') },
    },
  },
  {
    name: 'app.contract_client',
    client: {
      columns: ['contract_id', 'contract_number', 'contract_name'],
      where:
        "client_id = (select app.client_section('projects')) or client_id = (select app.client_section('tickets'))",
    },
    roles: {
      staff: { select: tenantWide },
      definer_identity: { select: { where: 'true', columns: ['client_id', 'contract_id'] } },
    },
  },
];
