// Generated from the grants of the migrated database by `npm run db:types`. Do not edit.

import type { ColumnType } from 'kysely';
import type {
  ClientRole,
  NoteKind,
  ProjectRole,
  ProjectStatus,
  RecordKind,
  Section,
  SprintStatus,
  TaskPriority,
  TaskStatus,
  TenantRole,
  TimeEntryStatus,
  Visibility,
} from './enums';

export type StaffDatabase = {
  'app.client': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    time_zone: ColumnType<string, never, never>;
    active: ColumnType<boolean, never, never>;
    created_at: ColumnType<string, never, never>;
  };
  'app.client_user': {
    tenant_id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    email: ColumnType<string, never, never>;
    role: ColumnType<ClientRole, never, never>;
    sections: ColumnType<Section[], never, never>;
    open_sections: ColumnType<Section[], never, never>;
    active: ColumnType<boolean, never, never>;
    client_active: ColumnType<boolean, never, never>;
    can_sign_in: ColumnType<boolean, never, never>;
    created_at: ColumnType<string, never, never>;
  };
  'app.client_view': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    client_user_id: ColumnType<string, never, never>;
    staff_member_id: ColumnType<string, never, never>;
    began_at: ColumnType<string, never, never>;
    expires_at: ColumnType<string, never, never>;
    ended_at: ColumnType<string | null, never, never>;
  };
  'app.comment': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    task_id: ColumnType<string, string, never>;
    task_shared: ColumnType<boolean, never, never>;
    body: string;
    author_staff_id: ColumnType<string | null, never, never>;
    author_client_user_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.contract': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    number: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    starts_on: ColumnType<string | null, never, never>;
    ends_on: ColumnType<string | null, never, never>;
    created_at: ColumnType<string, never, never>;
  };
  'app.contract_client': {
    tenant_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_number: ColumnType<string, never, never>;
    contract_name: ColumnType<string, never, never>;
  };
  'app.epic': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    project_shared: ColumnType<boolean, never, never>;
    title: string;
    summary: ColumnType<string, string | undefined, string>;
    starts_on: ColumnType<string | null, string | null | undefined, string | null>;
    due_on: ColumnType<string | null, string | null | undefined, string | null>;
    position: ColumnType<number, number | undefined, number>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.milestone': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    project_shared: ColumnType<boolean, never, never>;
    title: string;
    description: ColumnType<string, string | undefined, string>;
    agreed_on: string;
    forecast_on: ColumnType<string | null, string | null | undefined, string | null>;
    met_on: ColumnType<string | null, string | null | undefined, string | null>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.milestone_change': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    milestone_id: ColumnType<string, never, never>;
    milestone_shared: ColumnType<boolean, never, never>;
    was_shared: ColumnType<boolean, never, never>;
    shared: ColumnType<boolean, never, never>;
    from_agreed_on: ColumnType<string | null, never, never>;
    to_agreed_on: ColumnType<string | null, never, never>;
    from_forecast_on: ColumnType<string | null, never, never>;
    to_forecast_on: ColumnType<string | null, never, never>;
    from_met_on: ColumnType<string | null, never, never>;
    to_met_on: ColumnType<string | null, never, never>;
    reason: ColumnType<string | null, never, never>;
    actor_staff_id: ColumnType<string | null, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
  'app.note': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    project_shared: ColumnType<boolean, never, never>;
    task_id: ColumnType<string | null, string | null | undefined, never>;
    task_shared: ColumnType<boolean | null, never, never>;
    body: string;
    author_staff_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    kind: ColumnType<NoteKind, NoteKind | undefined, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.project': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: string;
    contract_id: ColumnType<string | null, string | null | undefined, string | null>;
    name: string;
    summary: ColumnType<string, string | undefined, string>;
    status: ColumnType<ProjectStatus, ProjectStatus | undefined, ProjectStatus>;
    starts_on: ColumnType<string | null, string | null | undefined, string | null>;
    due_on: ColumnType<string | null, string | null | undefined, string | null>;
    client_may_comment: ColumnType<boolean, never, boolean>;
    visibility: ColumnType<Visibility, never, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.project_default': {
    tenant_id: ColumnType<string, string, never>;
    project_id: ColumnType<string, string, never>;
    record_kind: ColumnType<RecordKind, RecordKind, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
  };
  'app.project_member': {
    tenant_id: ColumnType<string, string, never>;
    project_id: ColumnType<string, string, never>;
    staff_member_id: ColumnType<string, string, never>;
    role: ProjectRole;
  };
  'app.receipt': {
    tenant_id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    client_user_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    record_kind: ColumnType<RecordKind, never, never>;
    record_id: ColumnType<string, never, never>;
    first_at: ColumnType<string, never, never>;
    last_at: ColumnType<string, never, never>;
    times: ColumnType<number, never, never>;
  };
  'app.saved_filter': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, string | undefined, never>;
    project_id: ColumnType<string, string, never>;
    staff_member_id: ColumnType<string, string, never>;
    name: string;
    query: string;
    created_at: ColumnType<string, string | undefined, never>;
  };
  'app.sprint': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    project_shared: ColumnType<boolean, never, never>;
    name: string;
    goal: ColumnType<string, string | undefined, string>;
    status: ColumnType<SprintStatus, SprintStatus | undefined, SprintStatus>;
    starts_on: string;
    ends_on: string;
    capacity_hours: ColumnType<string | null, string | null | undefined, string | null>;
    completed_at: ColumnType<string | null, never, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.sprint_capacity': {
    tenant_id: ColumnType<string, string, never>;
    project_id: ColumnType<string, string, never>;
    sprint_id: ColumnType<string, string, never>;
    staff_member_id: ColumnType<string, string, never>;
    hours: string;
  };
  'app.staff_member': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    display_name: ColumnType<string, never, never>;
    email: ColumnType<string, never, never>;
    role: ColumnType<TenantRole, never, never>;
    active: ColumnType<boolean, never, never>;
    created_at: ColumnType<string, never, never>;
  };
  'app.story': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    project_shared: ColumnType<boolean, never, never>;
    epic_id: ColumnType<string | null, string | null | undefined, string | null>;
    epic_shared: ColumnType<boolean | null, never, never>;
    visible_epic_id: ColumnType<string | null, never, never>;
    title: string;
    summary: ColumnType<string, string | undefined, string>;
    position: ColumnType<number, number | undefined, number>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.task': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    project_shared: ColumnType<boolean, never, never>;
    number: ColumnType<number, never, never>;
    internal_number: ColumnType<number | null, never, never>;
    story_id: ColumnType<string | null, string | null | undefined, string | null>;
    story_shared: ColumnType<boolean | null, never, never>;
    visible_story_id: ColumnType<string | null, never, never>;
    sprint_id: ColumnType<string | null, string | null | undefined, string | null>;
    sprint_shared: ColumnType<boolean | null, never, never>;
    visible_sprint_id: ColumnType<string | null, never, never>;
    milestone_id: ColumnType<string | null, string | null | undefined, string | null>;
    milestone_shared: ColumnType<boolean | null, never, never>;
    visible_milestone_id: ColumnType<string | null, never, never>;
    title: string;
    description: ColumnType<string, string | undefined, string>;
    status: ColumnType<TaskStatus, TaskStatus | undefined, TaskStatus>;
    priority: ColumnType<TaskPriority, TaskPriority | undefined, TaskPriority>;
    starts_on: ColumnType<string | null, string | null | undefined, string | null>;
    due_on: ColumnType<string | null, string | null | undefined, string | null>;
    completed_at: ColumnType<string | null, never, never>;
    estimate_minutes: ColumnType<number | null, number | null | undefined, number | null>;
    labels: ColumnType<string[], string[] | undefined, string[]>;
    assignee_staff_id: ColumnType<string | null, string | null | undefined, string | null>;
    position: ColumnType<number, number | undefined, number>;
    visibility: ColumnType<Visibility, Visibility | undefined, Visibility>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.task_dependency': {
    tenant_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    task_id: ColumnType<string, string, never>;
    depends_on_id: ColumnType<string, string, never>;
    created_at: ColumnType<string, never, never>;
  };
  'app.task_estimate_change': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    task_id: ColumnType<string, never, never>;
    from_minutes: ColumnType<number | null, never, never>;
    to_minutes: ColumnType<number | null, never, never>;
    actor_staff_id: ColumnType<string | null, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
  'app.task_sprint_change': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    task_id: ColumnType<string, never, never>;
    from_sprint_id: ColumnType<string | null, never, never>;
    to_sprint_id: ColumnType<string | null, never, never>;
    estimate_minutes: ColumnType<number | null, never, never>;
    actor_staff_id: ColumnType<string | null, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
  'app.task_status_change': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    task_id: ColumnType<string, never, never>;
    task_shared: ColumnType<boolean, never, never>;
    was_shared: ColumnType<boolean, never, never>;
    shared: ColumnType<boolean, never, never>;
    from_status: ColumnType<TaskStatus | null, never, never>;
    to_status: ColumnType<TaskStatus, never, never>;
    actor_staff_id: ColumnType<string | null, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
  'app.tenant': {
    tenant_id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    portal_name: ColumnType<string, never, never>;
    accent_color: ColumnType<string, never, never>;
    created_at: ColumnType<string, never, never>;
  };
  'app.time_entry': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    project_id: ColumnType<string, string, never>;
    task_id: ColumnType<string, string, never>;
    staff_member_id: ColumnType<string, never, never>;
    spent_on: string;
    minutes: ColumnType<number | null, number | null | undefined, number | null>;
    started_at: ColumnType<string | null, string | null | undefined, string | null>;
    after_hours: ColumnType<boolean, boolean | undefined, boolean>;
    description: ColumnType<string, string | undefined, string>;
    status: ColumnType<TimeEntryStatus, never, TimeEntryStatus>;
    decided_by: ColumnType<string | null, never, never>;
    decided_at: ColumnType<string | null, never, never>;
    decision_reason: ColumnType<string, never, string>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.visibility_log': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    record_kind: ColumnType<RecordKind, never, never>;
    record_id: ColumnType<string, never, never>;
    record_label: ColumnType<string, never, never>;
    from_visibility: ColumnType<Visibility | null, never, never>;
    to_visibility: ColumnType<Visibility, never, never>;
    reason: ColumnType<string | null, never, never>;
    seen: ColumnType<unknown | null, never, never>;
    actor_staff_id: ColumnType<string | null, never, never>;
    actor_login: ColumnType<string, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
};
