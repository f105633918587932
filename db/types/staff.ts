// Generated from the grants of the migrated database by `npm run db:types`. Do not edit.

import type { ColumnType } from 'kysely';
import type {
  ClientRole,
  FileState,
  JobKind,
  PreviewState,
  ProjectRole,
  ProjectStatus,
  RecordKind,
  Section,
  SlaClock,
  SlaDisclosure,
  SlaStanding,
  SprintStatus,
  SupportLevel,
  TaskPriority,
  TaskStatus,
  TenantRole,
  TextKind,
  TicketEventKind,
  TicketPriority,
  TicketStatus,
  TimeEntryStatus,
  Visibility,
} from './enums';

export type StaffDatabase = {
  'app.attachment': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    ticket_id: ColumnType<string | null, never, never>;
    project_id: ColumnType<string | null, never, never>;
    project_shared: ColumnType<boolean | null, never, never>;
    record_id: ColumnType<string, string, never>;
    section: ColumnType<Section, never, never>;
    name: ColumnType<string, never, never>;
    search: ColumnType<string, never, never>;
    size_bytes: ColumnType<string, never, never>;
    state: ColumnType<FileState, never, never>;
    media_type: ColumnType<string, never, never>;
    sha256: ColumnType<string | null, never, never>;
    scan_result: ColumnType<string | null, never, never>;
    preview: ColumnType<PreviewState, never, never>;
    picture_width: ColumnType<number | null, never, never>;
    picture_height: ColumnType<number | null, never, never>;
    preview_number: ColumnType<number | null, never, never>;
    preview_bytes: ColumnType<number | null, never, never>;
    author_staff_id: ColumnType<string | null, never, never>;
    author_client_user_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    visibility: ColumnType<Visibility, never, never>;
    visible: ColumnType<boolean, never, never>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
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
    granted_sections: ColumnType<Section[], never, never>;
    active: ColumnType<boolean, never, never>;
    client_active: ColumnType<boolean, never, never>;
    can_sign_in: ColumnType<boolean, never, never>;
    created_at: ColumnType<string, never, never>;
    locale: ColumnType<string | null, never, never>;
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
  'app.contract_member': {
    tenant_id: ColumnType<string, string, never>;
    contract_id: ColumnType<string, string, never>;
    staff_member_id: ColumnType<string, string, never>;
    role: ProjectRole;
  };
  'app.contract_support': {
    tenant_id: ColumnType<string, string, never>;
    contract_id: ColumnType<string, string, never>;
    levels: SupportLevel[];
    reopen_days: ColumnType<number, number | undefined, number>;
    sla_disclosure: ColumnType<SlaDisclosure, SlaDisclosure | undefined, SlaDisclosure>;
    version: ColumnType<number, number | undefined, number>;
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
    shared_position: ColumnType<number | null, never, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    visible: ColumnType<boolean, never, never>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.escalation': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, string, never>;
    clock: ColumnType<SlaClock | null, never, never>;
    at_percent: ColumnType<number | null, never, never>;
    to_staff_id: ColumnType<string | null, string | null | undefined, never>;
    by_staff_id: ColumnType<string | null, never, never>;
    reason: ColumnType<string, string | undefined, never>;
    escalated_at: ColumnType<string, never, never>;
  };
  'app.escalation_step': {
    tenant_id: ColumnType<string, string, never>;
    contract_id: ColumnType<string, string, never>;
    clock: ColumnType<SlaClock, SlaClock, never>;
    at_percent: ColumnType<number, number, never>;
    staff_member_id: string;
  };
  'app.job': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    kind: ColumnType<JobKind, never, never>;
    record_id: ColumnType<string, never, never>;
    next_run_at: ColumnType<string, never, never>;
    attempts: ColumnType<number, never, never>;
    leased_until: ColumnType<string | null, never, never>;
    fencing_token: ColumnType<number, never, never>;
    last_error: ColumnType<string | null, never, never>;
    died_at: ColumnType<string | null, never, never>;
  };
  'app.job_type': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, string | undefined, never>;
    contract_id: ColumnType<string, string, never>;
    name: string;
    level: SupportLevel;
    active: ColumnType<boolean, never, boolean>;
  };
  'app.macro': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, string | undefined, never>;
    name: string;
    body: string;
    version: ColumnType<number, never, number>;
  };
  'app.message': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, string, never>;
    body: string;
    author_staff_id: ColumnType<string | null, never, never>;
    author_client_user_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    edited_at: ColumnType<string | null, never, never>;
    moved_from_id: ColumnType<string | null, never, never>;
    request_id: ColumnType<string | null, string | null | undefined, never>;
    search: ColumnType<string, never, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    visible: ColumnType<boolean, never, never>;
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
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    visible: ColumnType<boolean, never, never>;
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
    milestone_visible: ColumnType<boolean, never, never>;
    project_shared: ColumnType<boolean, never, never>;
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
  'app.project': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, string, never>;
    contract_id: ColumnType<string | null, string | null | undefined, never>;
    name: string;
    summary: ColumnType<string, string | undefined, string>;
    status: ColumnType<ProjectStatus, ProjectStatus | undefined, ProjectStatus>;
    starts_on: ColumnType<string | null, string | null | undefined, string | null>;
    due_on: ColumnType<string | null, string | null | undefined, string | null>;
    client_may_comment: ColumnType<boolean, never, boolean>;
    visibility: ColumnType<Visibility, never, never>;
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
  'app.read_receipt': {
    tenant_id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    client_user_id: ColumnType<string, never, never>;
    project_id: ColumnType<string | null, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    record_kind: ColumnType<RecordKind, never, never>;
    record_id: ColumnType<string, never, never>;
    first_at: ColumnType<string, never, never>;
    last_at: ColumnType<string, never, never>;
    times: ColumnType<number, never, never>;
  };
  'app.record': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    kind: ColumnType<RecordKind, never, never>;
    project_id: ColumnType<string | null, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    root_id: ColumnType<string, never, never>;
    parent_id: ColumnType<string | null, never, never>;
    parent_visible: ColumnType<boolean, never, never>;
    visibility: ColumnType<Visibility, never, never>;
    visible: ColumnType<boolean, never, never>;
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
  'app.saved_view': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, string | undefined, never>;
    staff_member_id: ColumnType<string, string, never>;
    name: string;
    query: string;
    created_at: ColumnType<string, string | undefined, never>;
  };
  'app.sla_breach': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, never, never>;
    clock: ColumnType<SlaClock, never, never>;
    sla_policy_id: ColumnType<string, never, never>;
    target_minutes: ColumnType<number, never, never>;
    actual_minutes: ColumnType<string, never, never>;
    over_minutes: ColumnType<string, never, never>;
    breached_at: ColumnType<string, never, never>;
    ended_at: ColumnType<string | null, never, never>;
    withdrawn_at: ColumnType<string | null, never, never>;
  };
  'app.sla_policy': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, string | undefined, never>;
    contract_id: ColumnType<string, string, never>;
    in_force_from: ColumnType<string, string | undefined, never>;
    time_zone: ColumnType<string, string, never>;
    business_hours: ColumnType<unknown, unknown, never>;
    holidays: ColumnType<unknown, unknown | undefined, never>;
    targets: ColumnType<unknown, unknown, never>;
    thresholds: ColumnType<number[], number[] | undefined, never>;
    pauses_on_hold: ColumnType<boolean, boolean | undefined, never>;
    created_by: ColumnType<string | null, never, never>;
    created_at: ColumnType<string, never, never>;
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
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    visible: ColumnType<boolean, never, never>;
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
    locale: ColumnType<string | null, never, string | null>;
  };
  'app.story': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, string, never>;
    project_shared: ColumnType<boolean, never, never>;
    epic_id: ColumnType<string | null, string | null | undefined, string | null>;
    epic_visible: ColumnType<boolean | null, never, never>;
    visible_epic_id: ColumnType<string | null, never, never>;
    title: string;
    summary: ColumnType<string, string | undefined, string>;
    position: ColumnType<number, number | undefined, number>;
    shared_position: ColumnType<number | null, never, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    visible: ColumnType<boolean, never, never>;
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
    story_visible: ColumnType<boolean | null, never, never>;
    visible_story_id: ColumnType<string | null, never, never>;
    sprint_id: ColumnType<string | null, string | null | undefined, never>;
    sprint_visible: ColumnType<boolean | null, never, never>;
    visible_sprint_id: ColumnType<string | null, never, never>;
    milestone_id: ColumnType<string | null, string | null | undefined, string | null>;
    milestone_visible: ColumnType<boolean | null, never, never>;
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
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    visible: ColumnType<boolean, never, never>;
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
    task_visible: ColumnType<boolean, never, never>;
    project_shared: ColumnType<boolean, never, never>;
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
    upload_limit_bytes: ColumnType<string, never, never>;
    approve_own_time: ColumnType<boolean, never, boolean>;
    time_zone: ColumnType<string, never, string>;
    created_at: ColumnType<string, never, never>;
  };
  'app.text': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    project_shared: ColumnType<boolean, never, never>;
    record_id: ColumnType<string, string, never>;
    kind: ColumnType<TextKind, TextKind, never>;
    body: string;
    author_staff_id: ColumnType<string | null, never, never>;
    author_client_user_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    edited_at: ColumnType<string | null, never, never>;
    request_id: ColumnType<string | null, string | null | undefined, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    visible: ColumnType<boolean, never, never>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.text_revision': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string | null, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    record_id: ColumnType<string, never, never>;
    body: ColumnType<string, never, never>;
    editor_staff_id: ColumnType<string | null, never, never>;
    edited_at: ColumnType<string, never, never>;
  };
  'app.ticket': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, string, never>;
    contract_id: ColumnType<string, string, never>;
    project_id: ColumnType<string | null, string | null | undefined, string | null>;
    project_client_id: ColumnType<string | null, never, never>;
    project_shared: ColumnType<boolean | null, never, never>;
    visible_project_id: ColumnType<string | null, never, never>;
    number: ColumnType<number, never, never>;
    internal_number: ColumnType<number | null, never, never>;
    title: string;
    description: ColumnType<string, string | undefined, string>;
    job_type_id: string;
    level: SupportLevel;
    priority: ColumnType<TicketPriority, TicketPriority | undefined, TicketPriority>;
    status: ColumnType<TicketStatus, never, TicketStatus>;
    resolution: ColumnType<string, never, string>;
    resolved_at: ColumnType<string | null, never, never>;
    closed_at: ColumnType<string | null, never, never>;
    reopen_until: ColumnType<string | null, never, never>;
    rating: ColumnType<number | null, never, never>;
    rating_comment: ColumnType<string, never, never>;
    rated_at: ColumnType<string | null, never, never>;
    raised_by_client_user_id: ColumnType<string | null, string | null | undefined, never>;
    raised_by_staff_id: ColumnType<string | null, never, never>;
    raised_by_name: ColumnType<string, never, never>;
    assignee_staff_id: ColumnType<string | null, string | null | undefined, string | null>;
    sla_policy_id: ColumnType<string | null, never, never>;
    breach_at: ColumnType<string | null, never, never>;
    at_risk_at: ColumnType<string | null, never, never>;
    missed_at: ColumnType<string | null, never, never>;
    sla_status: ColumnType<SlaStanding | null, never, never>;
    sla_due_at: ColumnType<string | null, never, never>;
    merged_into_id: ColumnType<string | null, never, string | null>;
    merged_into_shared: ColumnType<boolean | null, never, never>;
    merge_is_internal: ColumnType<boolean, never, never>;
    visible_merged_into_id: ColumnType<string | null, never, never>;
    accepts_replies: ColumnType<boolean, never, never>;
    activity_at: ColumnType<string | null, never, never>;
    request_id: ColumnType<string | null, string | null | undefined, never>;
    search: ColumnType<string, never, never>;
    visibility: ColumnType<Visibility, Visibility | undefined, never>;
    shared: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.ticket_event': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, never, never>;
    ticket_shared: ColumnType<boolean, never, never>;
    was_shared: ColumnType<boolean, never, never>;
    kind: ColumnType<TicketEventKind, never, never>;
    shared: ColumnType<boolean, never, never>;
    from_status: ColumnType<TicketStatus | null, never, never>;
    to_status: ColumnType<TicketStatus | null, never, never>;
    from_priority: ColumnType<TicketPriority | null, never, never>;
    to_priority: ColumnType<TicketPriority | null, never, never>;
    from_level: ColumnType<SupportLevel | null, never, never>;
    to_level: ColumnType<SupportLevel | null, never, never>;
    from_assignee_id: ColumnType<string | null, never, never>;
    to_assignee_id: ColumnType<string | null, never, never>;
    actor_staff_id: ColumnType<string | null, never, never>;
    actor_client_user_id: ColumnType<string | null, never, never>;
    by_client: ColumnType<boolean, never, never>;
    happened_at: ColumnType<string, never, never>;
  };
  'app.ticket_note': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, string, never>;
    body: string;
    author_staff_id: ColumnType<string, never, never>;
    author_name: ColumnType<string, never, never>;
    moved_from_id: ColumnType<string | null, never, never>;
    request_id: ColumnType<string | null, string | null | undefined, never>;
    search: ColumnType<string, never, never>;
    visible: ColumnType<boolean, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.ticket_sla': {
    tenant_id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, never, never>;
    first_response: ColumnType<unknown | null, never, never>;
    resolution: ColumnType<unknown | null, never, never>;
    evaluated_at: ColumnType<string, never, never>;
  };
  'app.ticket_task': {
    tenant_id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, string, never>;
    ticket_shared: ColumnType<boolean, never, never>;
    task_client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    task_id: ColumnType<string, string, never>;
    task_visible: ColumnType<boolean, never, never>;
    project_shared: ColumnType<boolean, never, never>;
    is_internal: ColumnType<boolean, never, never>;
    shared: ColumnType<boolean, never, never>;
  };
  'app.time_entry': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string, never, never>;
    project_id: ColumnType<string | null, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    record_id: ColumnType<string, string, never>;
    section: ColumnType<Section, never, never>;
    staff_member_id: ColumnType<string, never, never>;
    spent_on: string;
    minutes: ColumnType<number | null, number | null | undefined, number | null>;
    started_at: ColumnType<string | null, string | null | undefined, string | null>;
    after_hours: ColumnType<boolean, boolean | undefined, boolean>;
    description: ColumnType<string, string | undefined, string>;
    status: ColumnType<TimeEntryStatus, never, never>;
    decided_by: ColumnType<string | null, never, never>;
    decided_at: ColumnType<string | null, never, never>;
    decision_reason: ColumnType<string, never, never>;
    version: ColumnType<number, never, never>;
    created_at: ColumnType<string, never, never>;
    updated_at: ColumnType<string, never, never>;
  };
  'app.upload': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, string | undefined, never>;
    client_id: ColumnType<string | null, never, never>;
    client_user_id: ColumnType<string | null, never, never>;
    staff_member_id: ColumnType<string | null, never, never>;
    name: ColumnType<string, string, never>;
    size_bytes: ColumnType<string, string, never>;
    writer_epoch: ColumnType<number, never, number>;
    received_at: ColumnType<string | null, never, string | null>;
    expires_at: ColumnType<string, never, never>;
  };
  'app.visibility_log': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string | null, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    client_id: ColumnType<string | null, never, never>;
    record_kind: ColumnType<RecordKind, never, never>;
    record_id: ColumnType<string, never, never>;
    record_label: ColumnType<string, never, never>;
    from_visibility: ColumnType<Visibility | null, never, never>;
    to_visibility: ColumnType<Visibility, never, never>;
    reason: ColumnType<string | null, never, never>;
    seen: ColumnType<unknown | null, never, never>;
    actor_staff_id: ColumnType<string | null, never, never>;
    actor_client_user_id: ColumnType<string | null, never, never>;
    actor_login: ColumnType<string, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
};
