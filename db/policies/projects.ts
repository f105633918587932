/** Projects and every record of them that a client may be shown. */
import {
  columns,
  everything,
  history,
  inTenant,
  onProject,
  plannedByWhoPlans,
  projectRecord,
  textOfProject,
  sharedWithClient,
} from './rules.ts';
import type { Table } from './shape.ts';

const ownSharedComment =
  "client_id = (select app.client_section('projects')) and author_client_user_id = (select app.client_writer()) and shared";

/** The role that counts shared records, for a record's position among them. */
const inOrder: Table['roles'] = {
  definer_log: {
    select: {
      where: 'true',
      columns: ['tenant_id', 'project_id', 'id', 'position', 'shared', 'shared_position'],
    },
    update: { where: 'true', columns: ['shared_position'] },
  },
};

export const projects: readonly Table[] = [
  {
    name: 'app.project',
    floor: 'shared',
    announces: 'projects',
    client: {
      columns: [
        'id',
        'contract_id',
        'name',
        'summary',
        'status',
        'starts_on',
        'due_on',
        'client_may_comment',
        'shared_at',
      ],
      where: sharedWithClient,
    },
    roles: {
      staff: {
        select: { where: onProject('read', 'id') },
        insert: {
          where: inTenant('create_projects'),
          columns: [
            'tenant_id',
            'id',
            'client_id',
            'contract_id',
            'name',
            'summary',
            'status',
            'starts_on',
            'due_on',
          ],
        },
        update: {
          where: onProject('edit', 'id'),
          columns: ['name', 'summary', 'status', 'starts_on', 'due_on', 'client_may_comment'],
        },
      },
      definer_identity: { select: everything },
      definer_time: { select: columns('tenant_id', 'id', 'contract_id', 'starts_on') },
      definer_log: { select: columns('tenant_id', 'id', 'shared') },
      definer_comment: {
        select: { where: sharedWithClient, columns: ['tenant_id', 'id', 'client_may_comment', 'shared'] },
      },
      definer_receipt: { select: { where: sharedWithClient, columns: ['id'] } },
      definer_ticket: {
        select: {
          where: sharedWithClient,
          columns: ['tenant_id', 'id', 'client_id', 'contract_id', 'shared'],
        },
      },
      definer_view: {
        select: {
          where: onProject('share', 'id'),
          columns: ['tenant_id', 'id', 'client_id'],
        },
      },
      definer_move: {
        select: { where: inTenant('move_projects'), columns: ['id', 'client_id'] },
        update: { where: inTenant('move_projects'), columns: ['client_id', 'contract_id'] },
      },
    },
  },
  {
    name: 'app.project_member',
    roles: {
      staff: {
        select: { where: onProject('read') },
        insert: { where: onProject('set_roles') },
        update: { where: onProject('set_roles'), columns: ['role'] },
        delete: { where: onProject('set_roles') },
      },
      definer_identity: { select: everything },
    },
  },
  {
    name: 'app.project_default',
    roles: {
      staff: {
        select: { where: onProject('read') },
        insert: { where: onProject('set_defaults') },
        update: { where: onProject('set_defaults'), columns: ['visibility'] },
        delete: { where: onProject('set_defaults') },
      },
      // A project that moves to another client shares nothing there by default.
      definer_move: {
        select: { where: inTenant('move_projects'), columns: ['tenant_id', 'project_id'] },
        delete: { where: inTenant('move_projects') },
      },
    },
  },
  projectRecord('app.epic', {
    writes: 'plan',
    client: ['id', 'project_id', 'title', 'summary', 'shared_at', 'shared_position'],
    create: ['id', 'project_id', 'title', 'summary', 'starts_on', 'due_on', 'position', 'visibility'],
    edit: ['title', 'summary', 'starts_on', 'due_on', 'position'],
    definers: inOrder,
  }),
  projectRecord('app.story', {
    writes: 'plan',
    client: ['id', 'project_id', 'visible_epic_id', 'title', 'summary', 'shared_at', 'shared_position'],
    create: ['id', 'project_id', 'epic_id', 'title', 'summary', 'position', 'visibility'],
    edit: ['epic_id', 'title', 'summary', 'position'],
    definers: inOrder,
  }),
  projectRecord('app.sprint', {
    writes: 'plan',
    client: ['id', 'project_id', 'name', 'goal', 'status', 'starts_on', 'ends_on', 'shared_at'],
    create: [
      'id',
      'project_id',
      'name',
      'goal',
      'status',
      'starts_on',
      'ends_on',
      'capacity_hours',
      'visibility',
    ],
    edit: ['name', 'goal', 'status', 'starts_on', 'ends_on', 'capacity_hours'],
    // A sprint that has begun is the one that the burn-down and the client show.
    deletes: "status = 'planned'",
    definers: {
      definer_plan: {
        select: {
          where: onProject('plan'),
          columns: ['tenant_id', 'project_id', 'id', 'visible', 'status'],
        },
      },
    },
  }),
  projectRecord('app.milestone', {
    writes: 'plan',
    client: ['id', 'project_id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'shared_at'],
    create: ['id', 'project_id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'visibility'],
    edit: ['title', 'description', 'agreed_on', 'forecast_on', 'met_on'],
  }),
  history('app.milestone_change', [
    'project_id',
    'milestone_id',
    'from_agreed_on',
    'to_agreed_on',
    'from_forecast_on',
    'to_forecast_on',
    'from_met_on',
    'to_met_on',
    'changed_at',
  ]),
  projectRecord('app.task', {
    writes: 'work',
    starts: 'task',
    creates: plannedByWhoPlans,
    client: [
      'id',
      'project_id',
      'number',
      'visible_story_id',
      'visible_sprint_id',
      'visible_milestone_id',
      'title',
      'description',
      'status',
      'priority',
      'due_on',
      'completed_at',
      'shared_at',
    ],
    create: [
      'id',
      'project_id',
      'story_id',
      'sprint_id',
      'milestone_id',
      'title',
      'description',
      'status',
      'priority',
      'starts_on',
      'due_on',
      'estimate_minutes',
      'labels',
      'assignee_staff_id',
      'position',
      'visibility',
    ],
    edit: [
      'story_id',
      'milestone_id',
      'title',
      'description',
      'status',
      'priority',
      'starts_on',
      'due_on',
      'estimate_minutes',
      'labels',
      'assignee_staff_id',
      'position',
    ],
    definers: {
      definer_plan: {
        select: { where: onProject('plan'), columns: ['id', 'project_id'] },
        update: { where: onProject('plan'), columns: ['sprint_id'] },
      },
      // A review takes a task onward or back, and changes nothing else of it.
      definer_review: {
        select: { where: onProject('review'), columns: ['id', 'project_id', 'version'] },
        update: {
          where: `${onProject('review')} and status = 'in_review'`,
          leaves: `${onProject('review')} and status in ('done', 'in_progress')`,
          columns: ['status'],
        },
      },
      definer_comment: {
        select: {
          where: sharedWithClient,
          columns: ['tenant_id', 'id', 'client_id', 'project_id', 'project_shared', 'visible', 'shared'],
        },
      },
    },
  }),
  history('app.task_status_change', ['project_id', 'task_id', 'from_status', 'to_status', 'changed_at']),
  textOfProject('app.text', {
    client: [
      'id',
      'kind',
      'record_id',
      'body',
      'author_name',
      'author_client_user_id',
      'edited_at',
      'shared_at',
    ],
    create: ['id', 'record_id', 'kind', 'body', 'request_id', 'visibility'],
    definers: {
      definer_comment: {
        // For what hangs on it, such as a file, and to know a request again.
        select: {
          where: ownSharedComment,
          columns: [
            'tenant_id',
            'client_id',
            'id',
            'record_id',
            'author_client_user_id',
            'request_id',
            'shared',
          ],
        },
        insert: {
          where: `${ownSharedComment} and kind = 'comment'`,
          columns: [
            'id',
            'record_id',
            'kind',
            'body',
            'author_client_user_id',
            'author_name',
            'request_id',
            'visibility',
          ],
        },
      },
    },
  }),
];
