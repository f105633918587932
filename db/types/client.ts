// Generated from the grants of the migrated database by `npm run db:types`. Do not edit.

import type { ColumnType } from 'kysely';
import type {
  ClientRole,
  FileState,
  PreviewState,
  ProjectStatus,
  Section,
  SlaStanding,
  SprintStatus,
  TaskPriority,
  TaskStatus,
  TextKind,
  TicketEventKind,
  TicketPriority,
  TicketStatus,
} from './enums';

export type ClientDatabase = {
  'app.attachment': {
    id: ColumnType<string, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    ticket_id: ColumnType<string | null, never, never>;
    project_id: ColumnType<string | null, never, never>;
    record_id: ColumnType<string, never, never>;
    section: ColumnType<Section, never, never>;
    name: ColumnType<string, never, never>;
    size_bytes: ColumnType<string, never, never>;
    state: ColumnType<FileState, never, never>;
    media_type: ColumnType<string, never, never>;
    sha256: ColumnType<string | null, never, never>;
    preview: ColumnType<PreviewState, never, never>;
    picture_width: ColumnType<number | null, never, never>;
    picture_height: ColumnType<number | null, never, never>;
    preview_number: ColumnType<number | null, never, never>;
    preview_bytes: ColumnType<number | null, never, never>;
    author_client_user_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.client': {
    id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    time_zone: ColumnType<string, never, never>;
  };
  'app.client_user': {
    id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    email: ColumnType<string, never, never>;
    role: ColumnType<ClientRole, never, never>;
    sections: ColumnType<Section[], never, never>;
    active: ColumnType<boolean, never, never>;
  };
  'app.client_visit': {
    began_at: ColumnType<string, never, never>;
    last_seen_at: ColumnType<string, never, never>;
    previous_seen_at: ColumnType<string | null, never, never>;
  };
  'app.contract_client': {
    contract_id: ColumnType<string, never, never>;
    contract_number: ColumnType<string, never, never>;
    contract_name: ColumnType<string, never, never>;
  };
  'app.epic': {
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    title: ColumnType<string, never, never>;
    summary: ColumnType<string, never, never>;
    shared_position: ColumnType<number | null, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.job_type': {
    id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    active: ColumnType<boolean, never, never>;
  };
  'app.message': {
    id: ColumnType<string, never, never>;
    ticket_id: ColumnType<string, never, never>;
    body: ColumnType<string, never, never>;
    author_client_user_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    edited_at: ColumnType<string | null, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.milestone': {
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    title: ColumnType<string, never, never>;
    description: ColumnType<string, never, never>;
    agreed_on: ColumnType<string, never, never>;
    forecast_on: ColumnType<string | null, never, never>;
    met_on: ColumnType<string | null, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.milestone_change': {
    project_id: ColumnType<string, never, never>;
    milestone_id: ColumnType<string, never, never>;
    from_agreed_on: ColumnType<string | null, never, never>;
    to_agreed_on: ColumnType<string | null, never, never>;
    from_forecast_on: ColumnType<string | null, never, never>;
    to_forecast_on: ColumnType<string | null, never, never>;
    from_met_on: ColumnType<string | null, never, never>;
    to_met_on: ColumnType<string | null, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
  'app.project': {
    id: ColumnType<string, never, never>;
    contract_id: ColumnType<string | null, never, never>;
    name: ColumnType<string, never, never>;
    summary: ColumnType<string, never, never>;
    status: ColumnType<ProjectStatus, never, never>;
    starts_on: ColumnType<string | null, never, never>;
    due_on: ColumnType<string | null, never, never>;
    client_may_comment: ColumnType<boolean, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.sprint': {
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    goal: ColumnType<string, never, never>;
    status: ColumnType<SprintStatus, never, never>;
    starts_on: ColumnType<string, never, never>;
    ends_on: ColumnType<string, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.story': {
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    visible_epic_id: ColumnType<string | null, never, never>;
    title: ColumnType<string, never, never>;
    summary: ColumnType<string, never, never>;
    shared_position: ColumnType<number | null, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.task': {
    id: ColumnType<string, never, never>;
    project_id: ColumnType<string, never, never>;
    number: ColumnType<number, never, never>;
    visible_story_id: ColumnType<string | null, never, never>;
    visible_sprint_id: ColumnType<string | null, never, never>;
    visible_milestone_id: ColumnType<string | null, never, never>;
    title: ColumnType<string, never, never>;
    description: ColumnType<string, never, never>;
    status: ColumnType<TaskStatus, never, never>;
    priority: ColumnType<TaskPriority, never, never>;
    due_on: ColumnType<string | null, never, never>;
    completed_at: ColumnType<string | null, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.task_status_change': {
    project_id: ColumnType<string, never, never>;
    task_id: ColumnType<string, never, never>;
    from_status: ColumnType<TaskStatus | null, never, never>;
    to_status: ColumnType<TaskStatus, never, never>;
    changed_at: ColumnType<string, never, never>;
  };
  'app.tenant': {
    name: ColumnType<string, never, never>;
    portal_name: ColumnType<string, never, never>;
    accent_color: ColumnType<string, never, never>;
    upload_limit_bytes: ColumnType<string, never, never>;
  };
  'app.text': {
    id: ColumnType<string, never, never>;
    record_id: ColumnType<string, never, never>;
    kind: ColumnType<TextKind, never, never>;
    body: ColumnType<string, never, never>;
    author_client_user_id: ColumnType<string | null, never, never>;
    author_name: ColumnType<string, never, never>;
    edited_at: ColumnType<string | null, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.ticket': {
    id: ColumnType<string, never, never>;
    contract_id: ColumnType<string, never, never>;
    visible_project_id: ColumnType<string | null, never, never>;
    number: ColumnType<number, never, never>;
    title: ColumnType<string, never, never>;
    description: ColumnType<string, never, never>;
    job_type_id: ColumnType<string, never, never>;
    priority: ColumnType<TicketPriority, never, never>;
    status: ColumnType<TicketStatus, never, never>;
    resolution: ColumnType<string, never, never>;
    reopen_until: ColumnType<string | null, never, never>;
    rating: ColumnType<number | null, never, never>;
    rating_comment: ColumnType<string, never, never>;
    rated_at: ColumnType<string | null, never, never>;
    raised_by_client_user_id: ColumnType<string | null, never, never>;
    raised_by_name: ColumnType<string, never, never>;
    sla_status: ColumnType<SlaStanding | null, never, never>;
    sla_due_at: ColumnType<string | null, never, never>;
    visible_merged_into_id: ColumnType<string | null, never, never>;
    accepts_replies: ColumnType<boolean, never, never>;
    activity_at: ColumnType<string | null, never, never>;
    shared_at: ColumnType<string | null, never, never>;
  };
  'app.ticket_event': {
    ticket_id: ColumnType<string, never, never>;
    kind: ColumnType<TicketEventKind, never, never>;
    from_status: ColumnType<TicketStatus | null, never, never>;
    to_status: ColumnType<TicketStatus | null, never, never>;
    from_priority: ColumnType<TicketPriority | null, never, never>;
    to_priority: ColumnType<TicketPriority | null, never, never>;
    by_client: ColumnType<boolean, never, never>;
    happened_at: ColumnType<string, never, never>;
  };
  'app.ticket_task': {
    ticket_id: ColumnType<string, never, never>;
    task_id: ColumnType<string, never, never>;
  };
  'app.upload': {
    id: ColumnType<string, never, never>;
    name: ColumnType<string, never, never>;
    size_bytes: ColumnType<string, never, never>;
    writer_epoch: ColumnType<number, never, never>;
    received_at: ColumnType<string | null, never, never>;
    expires_at: ColumnType<string, never, never>;
  };
};
