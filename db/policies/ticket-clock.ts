/** The SLA clock of a ticket: where it stands, what it missed, whom that goes to. */
import { onContract } from './rules.ts';
import type { Table } from './shape.ts';
import { workTenant } from './support.ts';

export const ticketClock: readonly Table[] = [
  {
    name: 'app.ticket_sla',
    roles: {
      staff: { select: { where: onContract('read') } },
      worker: {
        select: workTenant,
        insert: {
          ...workTenant,
          columns: ['tenant_id', 'client_id', 'contract_id', 'ticket_id', 'first_response', 'resolution'],
        },
        update: { ...workTenant, columns: ['first_response', 'resolution', 'evaluated_at'] },
      },
    },
  },
  {
    name: 'app.sla_breach',
    announces: 'tickets',
    roles: {
      staff: { select: { where: onContract('read') } },
      worker: {
        select: workTenant,
        insert: {
          ...workTenant,
          columns: [
            'tenant_id',
            'client_id',
            'contract_id',
            'ticket_id',
            'clock',
            'sla_policy_id',
            'target_minutes',
            'actual_minutes',
            'breached_at',
            'ended_at',
          ],
        },
        update: { ...workTenant, columns: ['actual_minutes', 'ended_at', 'withdrawn_at'] },
      },
    },
  },
  {
    name: 'app.escalation',
    announces: 'tickets',
    roles: {
      staff: {
        select: { where: onContract('read') },
        insert: { where: onContract('work'), columns: ['ticket_id', 'to_staff_id', 'reason'] },
      },
      worker: {
        select: workTenant,
        insert: {
          ...workTenant,
          columns: ['tenant_id', 'ticket_id', 'clock', 'at_percent', 'to_staff_id', 'escalated_at'],
        },
      },
    },
  },
];
