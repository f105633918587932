/** Tickets: what clients raise and read, and what the team keeps about them. */
import { everything, onContract, onEither, tenantWide, ticketSharedWithClient } from './rules.ts';
import type { Rule, Table } from './shape.ts';
import { workTenant } from './support.ts';

const own = (author: string) => `${ticketSharedWithClient} and ${author} = (select app.client_writer())`;
const columns = (...names: string[]): Rule => ({ where: 'true', columns: names });

export const tickets: readonly Table[] = [
  { name: 'app.ticket_move', roles: { definer_ticket: { select: everything } } },
  {
    name: 'app.ticket',
    floor: 'shared',
    announces: 'tickets',
    client: {
      columns: [
        'id',
        'contract_id',
        'visible_project_id',
        'number',
        'title',
        'description',
        'job_type_id',
        'priority',
        'status',
        'resolution',
        'resolved_at',
        'closed_at',
        'reopen_until',
        'rating',
        'rating_comment',
        'rated_at',
        'raised_by_client_user_id',
        'raised_by_name',
        'sla_status',
        'sla_due_at',
        'visible_merged_into_id',
        'takes_answers',
        'activity_at',
        'shared_at',
      ],
      where: ticketSharedWithClient,
    },
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: {
          where: onContract('contributor'),
          columns: [
            'id',
            'client_id',
            'contract_id',
            'project_id',
            'title',
            'description',
            'job_type_id',
            'level',
            'priority',
            'raised_by_client_user_id',
            'assignee_staff_id',
            'request_id',
            'visibility',
          ],
        },
        update: {
          where: onContract('contributor'),
          columns: [
            'project_id',
            'title',
            'description',
            'job_type_id',
            'level',
            'priority',
            'status',
            'resolution',
            'assignee_staff_id',
            'merged_into_id',
            'visibility',
          ],
        },
      },
      worker: {
        select: workTenant,
        update: {
          ...workTenant,
          columns: ['status', 'breach_at', 'at_risk_at', 'missed_at', 'sla_status', 'sla_due_at'],
        },
      },
      definer_log: {
        select: columns(
          'tenant_id',
          'id',
          'contract_id',
          'status',
          'shared',
          'shared_at',
          'rated_at',
          'activity_at',
          'sla_status',
          'sla_due_at',
        ),
        update: columns('activity_at', 'sla_status', 'sla_due_at'),
      },
      definer_ticket: {
        select: {
          where: ticketSharedWithClient,
          columns: [
            'tenant_id',
            'id',
            'client_id',
            'contract_id',
            'status',
            'resolution',
            'reopen_until',
            'merged_into_id',
            'raised_by_client_user_id',
            'request_id',
            'visibility',
            'shared',
          ],
        },
        insert: {
          where: own('raised_by_client_user_id'),
          columns: [
            'tenant_id',
            'id',
            'client_id',
            'contract_id',
            'project_id',
            'job_type_id',
            'priority',
            'title',
            'description',
            'raised_by_client_user_id',
            'raised_by_name',
            'request_id',
            'visibility',
          ],
        },
        update: {
          where: ticketSharedWithClient,
          columns: ['status', 'resolution', 'rating', 'rating_comment', 'rated_at'],
        },
      },
      definer_receipt: { select: { where: ticketSharedWithClient, columns: ['id', 'contract_id'] } },
      definer_view: { select: { ...tenantWide, columns: ['tenant_id', 'id', 'client_id', 'contract_id'] } },
      definer_work: { select: columns('tenant_id', 'id', 'status', 'reopen_until') },
      definer_search: {
        select: columns(
          'tenant_id',
          'id',
          'client_id',
          'contract_id',
          'title',
          'search',
          'shared',
          'activity_at',
          'created_at',
        ),
      },
    },
  },
  {
    name: 'app.ticket_event',
    floor: 'shared',
    client: {
      columns: [
        'ticket_id',
        'kind',
        'from_status',
        'to_status',
        'from_priority',
        'to_priority',
        'by_client',
        'happened_at',
      ],
      where: ticketSharedWithClient,
    },
    roles: {
      staff: { select: { where: onContract('observer') } },
      worker: { select: workTenant },
      definer_log: {
        select: columns('tenant_id', 'ticket_id', 'shared', 'happened_at'),
        insert: everything,
      },
    },
  },
  {
    name: 'app.message',
    floor: 'shared',
    announces: 'tickets',
    client: {
      columns: ['id', 'ticket_id', 'body', 'author_name', 'author_client_user_id', 'edited_at', 'shared_at'],
      where: ticketSharedWithClient,
    },
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: {
          where: onContract('contributor'),
          columns: ['id', 'ticket_id', 'body', 'request_id', 'visibility'],
        },
        update: { where: onContract('contributor'), columns: ['ticket_id', 'body', 'visibility'] },
        delete: { where: onContract('manager') },
      },
      definer_log: { select: columns('tenant_id', 'ticket_id', 'shared', 'shared_at') },
      definer_ticket: {
        select: {
          where: ticketSharedWithClient,
          columns: [
            'tenant_id',
            'id',
            'client_id',
            'contract_id',
            'author_client_user_id',
            'request_id',
            'visibility',
            'shared',
          ],
        },
        insert: {
          where: own('author_client_user_id'),
          columns: [
            'tenant_id',
            'id',
            'ticket_id',
            'body',
            'author_client_user_id',
            'author_name',
            'request_id',
            'visibility',
          ],
        },
      },
      definer_search: {
        select: columns(
          'tenant_id',
          'id',
          'client_id',
          'contract_id',
          'ticket_id',
          'search',
          'shared',
          'shared_at',
          'created_at',
        ),
      },
    },
  },
  {
    name: 'app.ticket_note',
    announces: 'tickets',
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: { where: onContract('reviewer'), columns: ['id', 'ticket_id', 'body', 'request_id'] },
        update: { where: onContract('reviewer'), columns: ['ticket_id', 'body'] },
        delete: { where: onContract('manager') },
      },
      definer_search: {
        select: columns('tenant_id', 'id', 'contract_id', 'ticket_id', 'search', 'created_at'),
      },
    },
  },
  {
    name: 'app.text_revision',
    roles: {
      staff: { select: { where: onEither('observer') } },
      definer_log: { insert: everything },
    },
  },
  {
    name: 'app.ticket_task',
    floor: 'shared',
    announces: 'tickets',
    client: { columns: ['ticket_id', 'task_id'], where: ticketSharedWithClient },
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: { where: onContract('contributor'), columns: ['ticket_id', 'task_id'] },
        delete: { where: onContract('contributor') },
      },
    },
  },
  {
    name: 'app.ticket_sla',
    roles: {
      staff: { select: { where: onContract('observer') } },
      worker: {
        select: workTenant,
        update: {
          ...workTenant,
          columns: ['first_response', 'resolution', 'next_at', 'attempts', 'failure', 'evaluated_at'],
        },
      },
      definer_log: {
        select: columns('tenant_id', 'contract_id', 'ticket_id', 'next_at'),
        insert: columns('tenant_id', 'client_id', 'contract_id', 'ticket_id', 'next_at'),
        update: columns('next_at', 'attempts', 'failure'),
      },
      definer_work: { select: columns('tenant_id', 'ticket_id', 'next_at') },
    },
  },
  {
    name: 'app.sla_breach',
    announces: 'tickets',
    roles: {
      staff: { select: { where: onContract('observer') } },
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
        update: { ...workTenant, columns: ['actual_minutes', 'ended_at'] },
      },
    },
  },
  {
    name: 'app.escalation',
    announces: 'tickets',
    roles: {
      staff: {
        select: { where: onContract('observer') },
        insert: { where: onContract('contributor'), columns: ['ticket_id', 'to_staff_id', 'reason'] },
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
