/**
 * Who may do what with which table: the one registry from which grants, policies and live announcements are
 * written into the migrations (`npm run db:policies`). The result is committed SQL, so that a DBA reads SQL;
 * `npm run check` fails when a migration and this registry differ.
 *
 * The shape of every table's law (ARCHITECTURE rule 4): row security enabled and forced; one permissive policy for
 * each role and command that has a grant, holding the whole condition on the row itself; a restrictive floor TO
 * PUBLIC, which survives `DROP OWNED` on servers that have that hole.
 */
export type Command = 'select' | 'insert' | 'update' | 'delete';

export type Rule = {
  /** The condition on the row. */
  where: string;
  /** Columns granted; all of them where left out. */
  columns?: readonly string[];
};

export type Table = {
  name: string;
  /** Roles that are not clients: command by command. */
  roles: Record<string, Partial<Record<Command, Rule>>>;
  /** Role client reads these columns of these rows; it never writes a table directly. */
  client?: { columns: readonly string[]; where: string };
  /** The part of the client's condition that the floor repeats; left out where rows have no visibility. */
  floor?: 'shared';
  /** The portal section whose open pages hear of a change. */
  announces?: 'projects';
};

const everything: Rule = { where: 'true' };
const tenantWide: Rule = { where: 'tenant_id = (select app.staff_tenant())' };

/** Rows of projects on which the staff member holds at least this project role. */
const onProject = (minimum: string, column = 'project_id') =>
  `tenant_id = (select app.staff_tenant()) and ${column} = any ((select app.staff_projects('${minimum}'))::uuid[])`;

const sharedWithClient = "client_id = (select app.client_section('projects')) and shared";

/** A person's own time on projects they work on, or any time on projects they manage. */
const ownTimeOrManaged =
  'tenant_id = (select app.staff_tenant()) and ' +
  "(project_id = any ((select app.staff_projects('manager'))::uuid[]) or " +
  "(staff_member_id = (select app.staff_id()) and project_id = any ((select app.staff_projects('contributor'))::uuid[])))";

const ownFilter = `${onProject('observer')} and staff_member_id = (select app.staff_id())`;
const ownReceipt = 'client_user_id = (select app.client_writer())';
const ownView = 'tenant_id = (select app.staff_tenant()) and staff_member_id = (select app.staff_id())';

/** A record of a project that a client may be shown: observers read it, `writes` and above edit it, managers delete it. */
function projectRecord(
  name: string,
  record: {
    writes: 'reviewer' | 'contributor' | 'manager';
    client: readonly string[];
    create: readonly string[];
    edit: readonly string[];
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
        update: { where: onProject(record.writes), columns: record.edit },
        delete: { where: onProject('manager') },
      },
      ...record.definers,
    },
  };
}

/** A history that triggers write: read by those who read the record, kept by nobody else. */
function history(name: string, client: readonly string[]): Table {
  return {
    name,
    floor: 'shared',
    client: { columns: client, where: sharedWithClient },
    roles: { staff: { select: { where: onProject('observer') } }, definer_log: { insert: everything } },
  };
}

/** The staff member's own sessions by which they look as a client. */
const ownLook = `login_role = 'staff_app' and tenant_id = (select app.staff_tenant()) and viewer_staff_id = (select app.staff_id())`;
const looksAsClient: Table['roles'][string] = {
  select: { where: ownLook, columns: ['token_hash', 'view_id', 'expires_at'] },
  insert: {
    where: ownLook,
    columns: [
      'token_hash',
      'tenant_id',
      'client_id',
      'client_user_id',
      'login_role',
      'viewer_session',
      'viewer_staff_id',
      'view_id',
      'expires_at',
    ],
  },
  delete: { where: ownLook },
};

/** What a look takes over from the session it is begun from. */
const ownSession: Table['roles'][string] = {
  select: {
    where: 'tenant_id = (select app.staff_tenant()) and staff_member_id = (select app.staff_id())',
    columns: ['token_hash', 'active', 'role', 'expires_at'],
  },
};

function signInTables(realm: 'client' | 'staff'): Table[] {
  const role = `${realm}_sign_in`;
  // A look of the staff through a client user's eyes is no session of that person, to be met or prolonged by signing in.
  const ofRealm: Rule = realm === 'client' ? { where: "login_role = 'client_app'" } : everything;
  const person = realm === 'client' ? ['client_id', 'client_user_id'] : ['staff_member_id'];
  return [
    {
      name: `identity.${realm}_credential`,
      roles: {
        [role]: {
          select: everything,
          update: { where: 'true', columns: ['password_hash', 'changed_at'] },
        },
      },
    },
    {
      name: `identity.${realm}_session`,
      roles: {
        [role]: {
          select: ofRealm,
          insert: { where: 'true', columns: ['token_hash', 'tenant_id', ...person, 'expires_at'] },
          update: { ...ofRealm, columns: ['expires_at'] },
          delete: ofRealm,
        },
        definer_identity: { select: everything },
        definer_view: realm === 'client' ? looksAsClient : ownSession,
      },
    },
    {
      name: `identity.${realm}_attempt`,
      roles: { [role]: { select: everything, insert: everything, update: everything, delete: everything } },
    },
  ];
}

export const tables: readonly Table[] = [
  {
    name: 'app.visibility_log',
    roles: {
      staff: { select: { where: onProject('observer') } },
      auditor: { select: everything },
      definer_log: { insert: everything },
    },
  },
  { name: 'identity.live_key', roles: { definer_live: { select: everything } } },
  {
    name: 'app.number_counter',
    roles: { definer_number: { select: everything, insert: everything, update: everything } },
  },

  {
    name: 'app.tenant',
    client: {
      columns: ['name', 'portal_name', 'accent_color'],
      where: 'tenant_id = (select app.client_tenant())',
    },
    roles: { staff: { select: tenantWide } },
  },
  {
    name: 'app.staff_member',
    roles: {
      staff: { select: tenantWide },
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
      definer_log: { select: { where: 'true', columns: ['tenant_id', 'id', 'name'] } },
      definer_comment: { select: { where: 'id = (select app.client_writer())', columns: ['id', 'name'] } },
      definer_view: {
        select: {
          where: 'tenant_id = (select app.staff_tenant())',
          columns: ['tenant_id', 'id', 'client_id', 'can_sign_in', 'open_sections'],
        },
      },
      client_sign_in: {
        select: { where: 'true', columns: ['tenant_id', 'id', 'can_sign_in', 'open_sections'] },
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
  { name: 'app.contract', roles: { staff: { select: tenantWide } } },
  {
    name: 'app.contract_client',
    client: {
      columns: ['contract_id', 'contract_number', 'contract_name'],
      where: "client_id = (select app.client_section('projects'))",
    },
    roles: { staff: { select: tenantWide } },
  },

  ...signInTables('client'),
  ...signInTables('staff'),

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
        select: { where: onProject('observer', 'id') },
        insert: {
          where: "tenant_id = (select app.staff_tenant('manager'))",
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
          where: onProject('manager', 'id'),
          columns: [
            'client_id',
            'contract_id',
            'name',
            'summary',
            'status',
            'starts_on',
            'due_on',
            'client_may_comment',
            'visibility',
          ],
        },
      },
      definer_identity: { select: everything },
      definer_comment: { select: { where: sharedWithClient, columns: ['id', 'client_may_comment'] } },
      definer_receipt: { select: { where: sharedWithClient, columns: ['id'] } },
      definer_view: {
        select: {
          where: 'tenant_id = (select app.staff_tenant())',
          columns: ['tenant_id', 'id', 'client_id'],
        },
      },
    },
  },
  {
    name: 'app.project_member',
    roles: {
      staff: {
        select: { where: onProject('observer') },
        insert: { where: onProject('owner') },
        update: { where: onProject('owner'), columns: ['role'] },
        delete: { where: onProject('owner') },
      },
      definer_identity: { select: everything },
    },
  },
  {
    name: 'app.project_default',
    roles: {
      staff: {
        select: { where: onProject('observer') },
        insert: { where: onProject('owner') },
        update: { where: onProject('owner'), columns: ['visibility'] },
        delete: { where: onProject('owner') },
      },
    },
  },
  projectRecord('app.epic', {
    writes: 'manager',
    client: ['id', 'project_id', 'title', 'summary', 'shared_at'],
    create: ['id', 'project_id', 'title', 'summary', 'starts_on', 'due_on', 'position', 'visibility'],
    edit: ['title', 'summary', 'starts_on', 'due_on', 'position', 'visibility'],
  }),
  projectRecord('app.story', {
    writes: 'manager',
    client: ['id', 'project_id', 'visible_epic_id', 'title', 'summary', 'shared_at'],
    create: ['id', 'project_id', 'epic_id', 'title', 'summary', 'position', 'visibility'],
    edit: ['epic_id', 'title', 'summary', 'position', 'visibility'],
  }),
  projectRecord('app.sprint', {
    writes: 'manager',
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
    edit: ['name', 'goal', 'status', 'starts_on', 'ends_on', 'capacity_hours', 'visibility'],
  }),
  projectRecord('app.milestone', {
    writes: 'manager',
    client: ['id', 'project_id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'shared_at'],
    create: ['id', 'project_id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'visibility'],
    edit: ['title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'visibility'],
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
    writes: 'contributor',
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
    definers: {
      definer_comment: {
        select: {
          where: sharedWithClient,
          columns: ['tenant_id', 'id', 'client_id', 'project_id', 'shared'],
        },
      },
      definer_receipt: { select: { where: sharedWithClient, columns: ['id', 'project_id'] } },
    },
  }),
  history('app.task_status_change', ['project_id', 'task_id', 'from_status', 'to_status', 'changed_at']),
  projectRecord('app.comment', {
    writes: 'reviewer',
    client: ['id', 'task_id', 'body', 'author_name', 'created_at'],
    create: ['id', 'task_id', 'body', 'visibility'],
    edit: ['body', 'visibility'],
    definers: {
      definer_comment: {
        insert: {
          where:
            "client_id = (select app.client_section('projects')) and author_client_user_id = (select app.client_writer()) and shared",
          columns: ['id', 'task_id', 'body', 'author_client_user_id', 'author_name', 'visibility'],
        },
      },
    },
  }),
  projectRecord('app.note', {
    writes: 'reviewer',
    client: ['id', 'project_id', 'body', 'author_name', 'created_at'],
    create: ['id', 'project_id', 'task_id', 'kind', 'body', 'visibility'],
    edit: ['body', 'visibility'],
  }),

  {
    name: 'app.task_sprint_change',
    roles: { staff: { select: { where: onProject('observer') } }, definer_log: { insert: everything } },
  },
  {
    name: 'app.task_dependency',
    roles: {
      staff: {
        select: { where: onProject('observer') },
        insert: { where: onProject('contributor'), columns: ['project_id', 'task_id', 'depends_on_id'] },
        delete: { where: onProject('contributor') },
      },
      definer_work: { select: everything },
    },
  },
  {
    name: 'app.sprint_capacity',
    roles: {
      staff: {
        select: { where: onProject('observer') },
        insert: { where: onProject('manager') },
        update: { where: onProject('manager'), columns: ['hours'] },
        delete: { where: onProject('manager') },
      },
    },
  },
  {
    name: 'app.time_entry',
    roles: {
      staff: {
        select: { where: onProject('observer') },
        insert: {
          where: `${onProject('contributor')} and staff_member_id = (select app.staff_id())`,
          columns: [
            'id',
            'project_id',
            'task_id',
            'spent_on',
            'minutes',
            'started_at',
            'after_hours',
            'description',
          ],
        },
        update: {
          where: ownTimeOrManaged,
          columns: [
            'spent_on',
            'minutes',
            'started_at',
            'after_hours',
            'description',
            'status',
            'decision_reason',
          ],
        },
        delete: { where: `${ownTimeOrManaged} and status <> 'approved'` },
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
  {
    name: 'app.receipt',
    roles: {
      staff: { select: { where: onProject('observer') } },
      definer_log: { select: everything },
      definer_receipt: {
        select: { where: ownReceipt },
        insert: { where: ownReceipt },
        update: { where: ownReceipt, columns: ['times', 'last_at'] },
      },
    },
  },
  {
    name: 'app.client_view',
    roles: {
      staff: { select: { where: "tenant_id = (select app.staff_tenant('manager'))" } },
      auditor: { select: everything },
      definer_view: {
        select: { where: ownView },
        insert: { where: ownView },
        update: { where: ownView, columns: ['ended_at'] },
      },
    },
  },
];
