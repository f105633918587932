// Generated from the grants of the migrated database by `npm run db:types`. Do not edit.

import type { ColumnType } from 'kysely';
import type {
  FileState,
  JobKind,
  PreviewState,
  ProjectRole,
  Section,
  SlaClock,
  SlaDisclosure,
  SlaStanding,
  SupportLevel,
  TenantRole,
  TicketEventKind,
  TicketPriority,
  TicketStatus,
  Visibility,
} from './enums';

export type WorkerDatabase = {
  'app.attachment': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    ticket_id: ColumnType<string | null, never, never>;
    project_id: ColumnType<string | null, never, never>;
    project_shared: ColumnType<boolean | null, never, never>;
    record_id: ColumnType<string, never, never>;
    section: ColumnType<Section, never, never>;
    name: ColumnType<string, never, never>;
    search: ColumnType<string, never, never>;
    size_bytes: ColumnType<string, never, never>;
    state: ColumnType<FileState, never, FileState>;
    media_type: ColumnType<string, never, string>;
    sha256: ColumnType<string | null, never, string | null>;
    scan_result: ColumnType<string | null, never, string | null>;
    preview: ColumnType<PreviewState, never, PreviewState>;
    picture_width: ColumnType<number | null, never, number | null>;
    picture_height: ColumnType<number | null, never, number | null>;
    preview_number: ColumnType<number | null, never, number | null>;
    preview_bytes: ColumnType<number | null, never, number | null>;
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
  'app.contract_member': {
    tenant_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    staff_member_id: ColumnType<string, never, never>;
    role: ColumnType<ProjectRole, never, never>;
  };
  'app.contract_support': {
    tenant_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    levels: ColumnType<SupportLevel[], never, never>;
    reopen_days: ColumnType<number, never, never>;
    sla_disclosure: ColumnType<SlaDisclosure, never, never>;
    version: ColumnType<number, never, never>;
  };
  'app.escalation': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, string, never>;
    clock: ColumnType<SlaClock | null, SlaClock | null | undefined, never>;
    at_percent: ColumnType<number | null, number | null | undefined, never>;
    to_staff_id: ColumnType<string | null, string | null | undefined, never>;
    by_staff_id: ColumnType<string | null, never, never>;
    reason: ColumnType<string, never, never>;
    escalated_at: ColumnType<string, string | undefined, never>;
  };
  'app.escalation_step': {
    tenant_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    clock: ColumnType<SlaClock, never, never>;
    at_percent: ColumnType<number, never, never>;
    staff_member_id: ColumnType<string, never, never>;
  };
  'app.job': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    kind: ColumnType<JobKind, never, never>;
    record_id: ColumnType<string, never, never>;
    next_run_at: ColumnType<string, never, string>;
    attempts: ColumnType<number, never, number>;
    leased_until: ColumnType<string | null, never, string | null>;
    fencing_token: ColumnType<number, never, never>;
    last_error: ColumnType<string | null, never, string | null>;
    died_at: ColumnType<string | null, never, string | null>;
  };
  'app.sla_breach': {
    tenant_id: ColumnType<string, string, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, string, never>;
    contract_id: ColumnType<string, string, never>;
    ticket_id: ColumnType<string, string, never>;
    clock: ColumnType<SlaClock, SlaClock, never>;
    sla_policy_id: ColumnType<string, string, never>;
    target_minutes: ColumnType<number, number, never>;
    actual_minutes: string;
    over_minutes: ColumnType<string, never, never>;
    breached_at: ColumnType<string, string, never>;
    ended_at: ColumnType<string | null, string | null | undefined, string | null>;
    withdrawn_at: ColumnType<string | null, never, string | null>;
  };
  'app.sla_policy': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    in_force_from: ColumnType<string, never, never>;
    time_zone: ColumnType<string, never, never>;
    business_hours: ColumnType<unknown, never, never>;
    holidays: ColumnType<unknown, never, never>;
    targets: ColumnType<unknown, never, never>;
    thresholds: ColumnType<number[], never, never>;
    pauses_on_hold: ColumnType<boolean, never, never>;
    created_by: ColumnType<string | null, never, never>;
    created_at: ColumnType<string, never, never>;
  };
  'app.staff_member': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    role: ColumnType<TenantRole, never, never>;
    active: ColumnType<boolean, never, never>;
  };
  'app.ticket': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    project_id: ColumnType<string | null, never, never>;
    project_client_id: ColumnType<string | null, never, never>;
    project_shared: ColumnType<boolean | null, never, never>;
    visible_project_id: ColumnType<string | null, never, never>;
    number: ColumnType<number, never, never>;
    internal_number: ColumnType<number | null, never, never>;
    title: ColumnType<string, never, never>;
    description: ColumnType<string, never, never>;
    job_type_id: ColumnType<string, never, never>;
    level: ColumnType<SupportLevel, never, never>;
    priority: ColumnType<TicketPriority, never, never>;
    status: ColumnType<TicketStatus, never, TicketStatus>;
    resolution: ColumnType<string, never, never>;
    resolved_at: ColumnType<string | null, never, never>;
    closed_at: ColumnType<string | null, never, never>;
    reopen_until: ColumnType<string | null, never, never>;
    rating: ColumnType<number | null, never, never>;
    rating_comment: ColumnType<string, never, never>;
    rated_at: ColumnType<string | null, never, never>;
    raised_by_client_user_id: ColumnType<string | null, never, never>;
    raised_by_staff_id: ColumnType<string | null, never, never>;
    raised_by_name: ColumnType<string, never, never>;
    assignee_staff_id: ColumnType<string | null, never, never>;
    sla_policy_id: ColumnType<string | null, never, never>;
    breach_at: ColumnType<string | null, never, string | null>;
    at_risk_at: ColumnType<string | null, never, string | null>;
    missed_at: ColumnType<string | null, never, string | null>;
    sla_status: ColumnType<SlaStanding | null, never, SlaStanding | null>;
    sla_due_at: ColumnType<string | null, never, string | null>;
    merged_into_id: ColumnType<string | null, never, never>;
    merged_into_shared: ColumnType<boolean | null, never, never>;
    merge_is_internal: ColumnType<boolean, never, never>;
    visible_merged_into_id: ColumnType<string | null, never, never>;
    accepts_replies: ColumnType<boolean, never, never>;
    activity_at: ColumnType<string | null, never, never>;
    request_id: ColumnType<string | null, never, never>;
    search: ColumnType<string, never, never>;
    visibility: ColumnType<Visibility, never, never>;
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
  'app.ticket_sla': {
    tenant_id: ColumnType<string, string, never>;
    client_id: ColumnType<string, string, never>;
    contract_id: ColumnType<string, string, never>;
    ticket_id: ColumnType<string, string, never>;
    first_response: ColumnType<unknown | null, unknown | null | undefined, unknown | null>;
    resolution: ColumnType<unknown | null, unknown | null | undefined, unknown | null>;
    evaluated_at: ColumnType<string, never, string>;
  };
  'app.upload': {
    tenant_id: ColumnType<string, never, never>;
    id: ColumnType<string, never, never>;
    client_id: ColumnType<string | null, never, never>;
    client_user_id: ColumnType<string | null, never, never>;
    staff_member_id: ColumnType<string | null, never, never>;
    name: ColumnType<string, never, never>;
    size_bytes: ColumnType<string, never, never>;
    writer_epoch: ColumnType<number, never, never>;
    received_at: ColumnType<string | null, never, never>;
    expires_at: ColumnType<string, never, never>;
  };
};
