-- Read from the migrated database by `npm run db:types`. Do not edit.

create type app.client_role as enum ('employee', 'admin');

create type app.file_state as enum ('checking', 'ready', 'quarantined', 'failed');

create type app.note_kind as enum ('note', 'grooming');

create type app.preview_state as enum ('none', 'waiting', 'ready', 'too_large', 'failed');

create type app.project_role as enum ('observer', 'reviewer', 'contributor', 'manager', 'owner');

create type app.project_status as enum ('planned', 'active', 'on_hold', 'completed', 'cancelled');

create type app.record_kind as enum ('project', 'epic', 'story', 'task', 'sprint', 'milestone', 'comment', 'note', 'ticket', 'message', 'attachment');

create type app.section as enum ('projects', 'tickets', 'invoices', 'documents', 'team');

create type app.sla_clock as enum ('first_response', 'resolution');

create type app.sla_disclosure as enum ('nothing', 'status', 'countdown');

create type app.sla_standing as enum ('on_time', 'at_risk', 'missed');

create type app.sprint_status as enum ('planned', 'active', 'completed');

create type app.support_level as enum ('l1', 'l2', 'l3', 'solution_architect');

create type app.task_priority as enum ('low', 'medium', 'high', 'urgent');

create type app.task_status as enum ('to_do', 'in_progress', 'in_review', 'blocked', 'done');

create type app.tenant_role as enum ('member', 'manager', 'admin', 'owner');

create type app.ticket_event_kind as enum ('raised', 'status', 'priority', 'level', 'assigned', 'replied');

create type app.ticket_priority as enum ('low', 'medium', 'high', 'critical');

create type app.ticket_status as enum ('new', 'open', 'waiting_on_client', 'on_hold', 'resolved', 'closed');

create type app.time_entry_status as enum ('recorded', 'approved', 'rejected');

create type app.visibility as enum ('client_visible', 'internal_only');

create domain app.day as date CHECK (((VALUE >= '2000-01-01'::date) AND (VALUE <= '2099-12-31'::date)));

create domain app.seen_text as text CHECK ((VALUE ~ ((('[^\u0001-\u0020\u007f-\u00a0\u00ad\u0300-\u036f\u0483-\u0489\u061c\u115f-\u1160\u1680\u17b4-\u17b5'::text || '\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u2000-\u200f\u2028-\u202f\u205f-\u206f\u20d0-\u20ff'::text) || '\u2800\u3000\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\uffa0\ufff0-\ufffc\U00013430-\U00013442'::text) || '\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]'::text)));

create table app.attachment (
  tenant_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  contract_id uuid,
  project_id uuid,
  ticket_id uuid,
  ticket_shared boolean,
  message_id uuid,
  message_shared boolean,
  ticket_note_id uuid,
  task_id uuid,
  task_shared boolean,
  comment_id uuid,
  comment_shared boolean,
  section app.section not null generated always as (
CASE
    WHEN (num_nonnulls(task_id, comment_id) = 1) THEN 'projects'::app.section
    ELSE 'tickets'::app.section
END) stored,
  name app.seen_text not null,
  search tsvector not null generated always as ((app.search_vector(translate((name)::text, '._-/@:+'::text, '       '::text)) || strip(to_tsvector('simple'::regconfig, app.apart(app.folded(translate((name)::text, '._-/@:+'::text, '       '::text))))))) stored,
  size_bytes bigint not null,
  state app.file_state not null default 'checking'::app.file_state,
  media_type text not null default 'application/octet-stream'::text,
  sha256 text,
  scan_result text,
  attempts smallint not null default 0,
  next_run_at timestamp with time zone not null default now(),
  preview app.preview_state not null default 'none'::app.preview_state,
  picture_width integer,
  picture_height integer,
  preview_number smallint,
  preview_bytes integer,
  preview_attempts smallint not null default 0,
  preview_next_run_at timestamp with time zone not null default now(),
  author_staff_id uuid,
  author_client_user_id uuid,
  author_name text not null,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND (ticket_note_id IS NULL) AND COALESCE(ticket_shared, message_shared, task_shared, comment_shared, false))) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint attachment_author_name_check: CHECK ((author_name IS NORMALIZED))
  constraint attachment_check: CHECK ((num_nonnulls(ticket_id, message_id, ticket_note_id, task_id, comment_id) = 1))
  constraint attachment_check1: CHECK ((num_nonnulls(contract_id, project_id) = 1))
  constraint attachment_check2: CHECK ((((ticket_id IS NULL) = (ticket_shared IS NULL)) AND ((message_id IS NULL) = (message_shared IS NULL))))
  constraint attachment_check3: CHECK ((((task_id IS NULL) = (task_shared IS NULL)) AND ((comment_id IS NULL) = (comment_shared IS NULL))))
  constraint attachment_check4: CHECK (((state <> 'ready'::app.file_state) OR (sha256 IS NOT NULL)))
  constraint attachment_check5: CHECK ((((picture_width IS NULL) = (picture_height IS NULL)) AND (picture_width > 0) AND (picture_height > 0)))
  constraint attachment_check6: CHECK ((num_nonnulls(preview_number, preview_bytes) =
CASE
    WHEN (preview = 'ready'::app.preview_state) THEN 2
    ELSE 0
END))
  constraint attachment_check7: CHECK (((preview <> 'ready'::app.preview_state) OR COALESCE(((picture_width <= 16384) AND (picture_height <= 16384) AND (((picture_width)::bigint * picture_height) <= 40000000)), false)))
  constraint attachment_check8: CHECK ((num_nonnulls(author_staff_id, author_client_user_id) <= 1))
  constraint attachment_name_check: CHECK (((length((name)::text) <= 255) AND (name IS NORMALIZED)))
  constraint attachment_preview_bytes_check: CHECK (((preview_bytes >= 1) AND (preview_bytes <= 1000000)))
  constraint attachment_sha256_check: CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
  constraint attachment_size_bytes_check: CHECK ((size_bytes >= 0))
  constraint attachment_tenant_id_author_staff_id_fkey: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint attachment_tenant_id_client_id_contract_id_message_id_mess_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, message_id, message_shared) REFERENCES app.message(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint attachment_tenant_id_client_id_contract_id_ticket_id_ticke_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id, ticket_shared) REFERENCES app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint attachment_tenant_id_client_id_contract_id_ticket_note_id_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_note_id) REFERENCES app.ticket_note(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint attachment_tenant_id_client_id_project_id_comment_id_comme_fkey: FOREIGN KEY (tenant_id, client_id, project_id, comment_id, comment_shared) REFERENCES app.comment(tenant_id, client_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint attachment_tenant_id_client_id_project_id_task_id_task_sha_fkey: FOREIGN KEY (tenant_id, client_id, project_id, task_id, task_shared) REFERENCES app.task(tenant_id, client_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint attachment_pkey: PRIMARY KEY (tenant_id, id)
  constraint attachment_id_key: UNIQUE (id)
  index: CREATE INDEX attachment_by_age ON app.attachment USING btree (tenant_id, created_at DESC) WHERE (contract_id IS NOT NULL)
  index: CREATE INDEX attachment_by_comment ON app.attachment USING btree (tenant_id, client_id, project_id, comment_id, comment_shared) WHERE (comment_id IS NOT NULL)
  index: CREATE INDEX attachment_by_message ON app.attachment USING btree (tenant_id, client_id, contract_id, message_id, message_shared) WHERE (message_id IS NOT NULL)
  index: CREATE INDEX attachment_by_name_for_client ON app.attachment USING btree (client_id, lower((name)::text), id) WHERE shared
  index: CREATE INDEX attachment_by_note ON app.attachment USING btree (tenant_id, client_id, contract_id, ticket_note_id) WHERE (ticket_note_id IS NOT NULL)
  index: CREATE INDEX attachment_by_size_for_client ON app.attachment USING btree (client_id, size_bytes DESC, id) WHERE shared
  index: CREATE INDEX attachment_by_staff ON app.attachment USING btree (tenant_id, author_staff_id) WHERE (author_staff_id IS NOT NULL)
  index: CREATE INDEX attachment_by_task ON app.attachment USING btree (tenant_id, client_id, project_id, task_id, task_shared) WHERE (task_id IS NOT NULL)
  index: CREATE INDEX attachment_by_ticket ON app.attachment USING btree (tenant_id, client_id, contract_id, ticket_id, ticket_shared) WHERE (ticket_id IS NOT NULL)
  index: CREATE INDEX attachment_for_client ON app.attachment USING btree (client_id, shared_at DESC, id) INCLUDE (section, project_id, contract_id, shared) WHERE shared
  index: CREATE INDEX attachment_name_for_client ON app.attachment USING gin (client_id, name extensions.gin_trgm_ops) WHERE shared
  index: CREATE INDEX attachment_of_comment_for_client ON app.attachment USING btree (client_id, comment_id) WHERE (shared AND (comment_id IS NOT NULL))
  index: CREATE INDEX attachment_of_message_for_client ON app.attachment USING btree (client_id, message_id) WHERE (shared AND (message_id IS NOT NULL))
  index: CREATE INDEX attachment_of_task_for_client ON app.attachment USING btree (client_id, task_id) WHERE (shared AND (task_id IS NOT NULL))
  index: CREATE INDEX attachment_of_ticket_for_client ON app.attachment USING btree (client_id, ticket_id) WHERE (shared AND (ticket_id IS NOT NULL))
  index: CREATE INDEX attachment_search_for_client ON app.attachment USING gin (client_id, search) WHERE shared
  index: CREATE INDEX attachment_search_for_staff ON app.attachment USING gin (tenant_id, search) WHERE (contract_id IS NOT NULL)
  index: CREATE INDEX attachment_to_check ON app.attachment USING btree (next_run_at) WHERE ((state = 'checking'::app.file_state) AND (next_run_at < 'infinity'::timestamp with time zone))
  index: CREATE INDEX attachment_to_preview ON app.attachment USING btree (preview_next_run_at) WHERE ((state = 'ready'::app.file_state) AND (preview = 'waiting'::app.preview_state) AND (preview_next_run_at < 'infinity'::timestamp with time zone))
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select to worker
  grant: select (id, contract_id, project_id, ticket_id, message_id, task_id, comment_id, section, name, size_bytes, state, media_type, sha256, preview, picture_width, picture_height, preview_number, preview_bytes, author_client_user_id, author_name, shared_at) to client
  grant: insert (tenant_id, id, ticket_id, message_id, comment_id, name, size_bytes, author_client_user_id, author_name, visibility) to definer_comment
  grant: select (id, contract_id, project_id) to definer_receipt
  grant: select (tenant_id, id, client_id, contract_id, ticket_id, message_id, ticket_note_id, section, name, search, shared, shared_at, created_at) to definer_search
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: select (id, ticket_id) to definer_thread
  grant: update (ticket_id) to definer_thread
  grant: insert (tenant_id, id, ticket_id, message_id, comment_id, name, size_bytes, author_client_user_id, author_name, visibility) to definer_ticket
  grant: select (tenant_id, id, state, next_run_at, preview, preview_next_run_at) to definer_work
  grant: insert (id, ticket_id, message_id, ticket_note_id, task_id, comment_id) to staff
  grant: update (state, media_type, sha256, scan_result, attempts, next_run_at, preview, picture_width, picture_height, preview_number, preview_bytes, preview_attempts, preview_next_run_at) to worker
  policy client_select: permissive for r to client using ((shared AND (client_id = ( SELECT app.client_id() AS client_id)) AND (((section = 'tickets'::app.section) AND (( SELECT app.client_section('tickets'::app.section) AS client_section) IS NOT NULL)) OR ((section = 'projects'::app.section) AND (( SELECT app.client_section('projects'::app.section) AS client_section) IS NOT NULL))))) with check ()
  policy definer_comment_insert: permissive for a to definer_comment using () with check ((shared AND ((section = 'projects'::app.section) AND (client_id = ( SELECT app.client_section('projects'::app.section) AS client_section))) AND (author_client_user_id = ( SELECT app.client_writer() AS client_writer))))
  policy definer_receipt_select: permissive for r to definer_receipt using ((shared AND (client_id = ( SELECT app.client_id() AS client_id)) AND (((section = 'tickets'::app.section) AND (( SELECT app.client_section('tickets'::app.section) AS client_section) IS NOT NULL)) OR ((section = 'projects'::app.section) AND (( SELECT app.client_section('projects'::app.section) AS client_section) IS NOT NULL))))) with check ()
  policy definer_search_select: permissive for r to definer_search using (true) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[]))))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[]))))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))))
  policy definer_thread_select: permissive for r to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_thread_update: permissive for w to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy definer_ticket_insert: permissive for a to definer_ticket using () with check ((shared AND ((section = 'tickets'::app.section) AND (client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section))) AND (author_client_user_id = ( SELECT app.client_writer() AS client_writer))))
  policy definer_work_select: permissive for r to definer_work using (true) with check ()
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_thread'::name, 'worker'::name, 'definer_ticket'::name, 'definer_comment'::name, 'definer_receipt'::name, 'definer_work'::name, 'definer_search'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_thread'::name, 'worker'::name, 'definer_ticket'::name, 'definer_comment'::name, 'definer_receipt'::name, 'definer_work'::name, 'definer_search'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[]))))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[]))))) with check ()
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  policy worker_update: permissive for w to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ((tenant_id = ( SELECT app.work_tenant() AS work_tenant)))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.attachment FOR EACH ROW EXECUTE FUNCTION app.announce('section', 'id', 'section', 'contract_id', 'project_id', 'ticket_id', 'message_id', 'task_id', 'comment_id', 'name', 'size_bytes', 'state', 'media_type', 'sha256', 'preview', 'picture_width', 'picture_height', 'preview_number', 'preview_bytes', 'author_name', 'author_client_user_id', 'shared_at')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.attachment FOR EACH ROW EXECUTE FUNCTION app.log_visibility('attachment')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.attachment FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('attachment')
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.attachment FOR EACH ROW EXECUTE FUNCTION app.attachment_before_write()

create table app.client (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name app.seen_text not null,
  time_zone text not null default 'UTC'::text,
  active boolean not null default true,
  created_at timestamp with time zone not null default now()
);
  constraint client_name_check: CHECK (((length((name)::text) <= 200) AND (name IS NORMALIZED)))
  constraint client_tenant_id_fkey: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
  constraint client_pkey: PRIMARY KEY (tenant_id, id)
  constraint client_id_key: UNIQUE (id)
  constraint client_tenant_id_id_active_key: UNIQUE (tenant_id, id, active)
  row security: t, forced: t
  grant: select to staff
  grant: select (id, name, time_zone) to client
  policy client_select: permissive for r to client using ((id = ( SELECT app.client_id() AS client_id))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name])))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()

create table app.client_user (
  tenant_id uuid not null,
  client_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name app.seen_text not null,
  email text not null,
  role app.client_role not null default 'employee'::app.client_role,
  sections app.section[] not null default '{projects}'::app.section[],
  granted_sections app.section[] not null generated always as (
CASE
    WHEN (role = 'admin'::app.client_role) THEN '{projects,tickets,invoices,documents,team}'::app.section[]
    ELSE sections
END) stored,
  active boolean not null default true,
  client_active boolean not null default true,
  can_sign_in boolean not null generated always as ((active AND client_active)) stored,
  created_at timestamp with time zone not null default now()
);
  constraint client_user_email_check: CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 320)) AND (email IS NORMALIZED)))
  constraint client_user_name_check: CHECK (((length((name)::text) <= 200) AND (name IS NORMALIZED)))
  constraint client_user_tenant_id_client_id_client_active_fkey: FOREIGN KEY (tenant_id, client_id, client_active) REFERENCES app.client(tenant_id, id, active) ON UPDATE CASCADE
  constraint client_user_pkey: PRIMARY KEY (tenant_id, id)
  constraint client_user_id_key: UNIQUE (id)
  constraint client_user_tenant_id_client_id_id_can_sign_in_granted_sect_key: UNIQUE (tenant_id, client_id, id, can_sign_in, granted_sections)
  constraint client_user_tenant_id_client_id_id_email_can_sign_in_key: UNIQUE (tenant_id, client_id, id, email, can_sign_in)
  constraint client_user_tenant_id_client_id_id_key: UNIQUE (tenant_id, client_id, id)
  index: CREATE INDEX client_user_by_client ON app.client_user USING btree (tenant_id, client_id, client_active)
  row security: t, forced: t
  grant: select to definer_identity
  grant: select to staff
  grant: select (id, name, email, role, sections, active) to client
  grant: select (tenant_id, id, granted_sections, can_sign_in) to client_sign_in
  grant: select (id, name) to definer_comment
  grant: select (tenant_id, id, name) to definer_log
  grant: select (client_id, id, role) to definer_team
  grant: update (sections) to definer_team
  grant: select (id, name) to definer_ticket
  grant: select (tenant_id, client_id, id, granted_sections, can_sign_in) to definer_view
  policy client_select: permissive for r to client using (((id = ( SELECT app.client_user_id() AS client_user_id)) OR (client_id = ( SELECT app.client_section('team'::app.section) AS client_section)))) with check ()
  policy client_sign_in_select: permissive for r to client_sign_in using (true) with check ()
  policy definer_comment_select: permissive for r to definer_comment using ((id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy definer_team_select: permissive for r to definer_team using ((client_id = ( SELECT app.client_section('team'::app.section) AS client_section))) with check ()
  policy definer_team_update: permissive for w to definer_team using (((client_id = ( SELECT app.client_section('team'::app.section) AS client_section)) AND (role = 'employee'::app.client_role))) with check (((client_id = ( SELECT app.client_section('team'::app.section) AS client_section)) AND (role = 'employee'::app.client_role)))
  policy definer_ticket_select: permissive for r to definer_ticket using ((id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_view_select: permissive for r to definer_view using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name, 'definer_team'::name, 'definer_log'::name, 'definer_comment'::name, 'definer_ticket'::name, 'definer_view'::name, 'client_sign_in'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name, 'definer_team'::name, 'definer_log'::name, 'definer_comment'::name, 'definer_ticket'::name, 'definer_view'::name, 'client_sign_in'::name])))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()
  trigger: CREATE TRIGGER announce_rights AFTER UPDATE OF role, sections, active, client_active ON app.client_user FOR EACH ROW EXECUTE FUNCTION app.announce_session_end('id')

create table app.client_view (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  client_user_id uuid not null,
  staff_member_id uuid not null,
  began_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone
);
  constraint client_view_tenant_id_client_id_client_user_id_fkey: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE
  constraint client_view_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint client_view_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX client_view_by_person ON app.client_view USING btree (tenant_id, client_id, client_user_id)
  index: CREATE INDEX client_view_by_staff ON app.client_view USING btree (tenant_id, staff_member_id)
  index: CREATE INDEX client_view_by_time ON app.client_view USING btree (tenant_id, began_at DESC)
  row security: t, forced: t
  grant: select to auditor
  grant: insert to definer_view
  grant: select to definer_view
  grant: select to staff
  grant: update (ended_at) to definer_view
  policy auditor_select: permissive for r to auditor using (true) with check ()
  policy definer_view_insert: permissive for a to definer_view using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))
  policy definer_view_select: permissive for r to definer_view using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy definer_view_update: permissive for w to definer_view using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_view'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_view'::name])))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ()

create table app.client_visit (
  tenant_id uuid not null,
  client_id uuid not null,
  client_user_id uuid not null,
  began_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  previous_seen_at timestamp with time zone
);
  constraint client_visit_tenant_id_client_id_client_user_id_fkey: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE
  constraint client_visit_pkey: PRIMARY KEY (tenant_id, client_user_id)
  constraint client_visit_client_user_id_key: UNIQUE (client_user_id)
  row security: t, forced: t
  grant: insert to definer_visit
  grant: select to definer_visit
  grant: update to definer_visit
  grant: select (began_at, last_seen_at, previous_seen_at) to client
  policy client_select: permissive for r to client using ((client_user_id = ( SELECT app.client_user_id() AS client_user_id))) with check ()
  policy definer_visit_insert: permissive for a to definer_visit using () with check (true)
  policy definer_visit_select: permissive for r to definer_visit using (true) with check ()
  policy definer_visit_update: permissive for w to definer_visit using (true) with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client'::name, 'definer_visit'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client'::name, 'definer_visit'::name])))

create table app.comment (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  task_shared boolean not null,
  body app.seen_text not null,
  author_staff_id uuid,
  author_client_user_id uuid,
  author_name text not null,
  edited_at timestamp with time zone,
  request_id uuid,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND task_shared)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint comment_author_name_check: CHECK ((author_name IS NORMALIZED))
  constraint comment_body_check: CHECK (((length((body)::text) <= 20000) AND (body IS NORMALIZED)))
  constraint comment_check: CHECK ((num_nonnulls(author_staff_id, author_client_user_id) <= 1))
  constraint comment_tenant_id_author_staff_id_fkey: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint comment_tenant_id_client_id_author_client_user_id_fkey: FOREIGN KEY (tenant_id, client_id, author_client_user_id) REFERENCES app.client_user(tenant_id, client_id, id)
  constraint comment_tenant_id_client_id_project_id_task_id_task_shared_fkey: FOREIGN KEY (tenant_id, client_id, project_id, task_id, task_shared) REFERENCES app.task(tenant_id, client_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint comment_pkey: PRIMARY KEY (tenant_id, id)
  constraint comment_tenant_id_author_client_user_id_request_id_key: UNIQUE (tenant_id, author_client_user_id, request_id)
  constraint comment_tenant_id_author_staff_id_request_id_key: UNIQUE (tenant_id, author_staff_id, request_id)
  constraint comment_tenant_id_client_id_project_id_id_key: UNIQUE (tenant_id, client_id, project_id, id)
  constraint comment_tenant_id_client_id_project_id_id_shared_key: UNIQUE (tenant_id, client_id, project_id, id, shared)
  index: CREATE INDEX comment_by_client_user ON app.comment USING btree (tenant_id, client_id, author_client_user_id) WHERE (author_client_user_id IS NOT NULL)
  index: CREATE INDEX comment_by_staff ON app.comment USING btree (tenant_id, author_staff_id) WHERE (author_staff_id IS NOT NULL)
  index: CREATE INDEX comment_by_task ON app.comment USING btree (tenant_id, client_id, project_id, task_id, task_shared)
  index: CREATE INDEX comment_for_client ON app.comment USING btree (client_id, task_id, shared_at) WHERE shared
  index: CREATE INDEX comment_of_task ON app.comment USING btree (tenant_id, task_id, created_at)
  index: CREATE INDEX comment_one_for_client ON app.comment USING btree (client_id, id) WHERE shared
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, task_id, body, author_client_user_id, author_name, edited_at, shared_at) to client
  grant: insert (id, task_id, body, author_client_user_id, author_name, request_id, visibility) to definer_comment
  grant: select (tenant_id, id, client_id, project_id, task_id, author_client_user_id, request_id, visibility, shared) to definer_comment
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: insert (id, task_id, body, request_id, visibility) to staff
  grant: update (body) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_comment_insert: permissive for a to definer_comment using () with check (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND (author_client_user_id = ( SELECT app.client_writer() AS client_writer)) AND shared))
  policy definer_comment_select: permissive for r to definer_comment using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND (author_client_user_id = ( SELECT app.client_writer() AS client_writer)) AND shared)) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_comment'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_comment'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id)) AND ((visibility = 'internal_only'::app.visibility) OR (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (project_id = ANY (( SELECT app.projects_sharing('comment'::app.record_kind) AS projects_sharing)::uuid[])))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.comment FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'task_id', 'body', 'author_name', 'author_client_user_id', 'edited_at', 'shared_at')
  trigger: CREATE TRIGGER log_revision AFTER UPDATE OF body ON app.comment FOR EACH ROW WHEN (((old.body)::text <> (new.body)::text)) EXECUTE FUNCTION app.log_revision('comment')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.comment FOR EACH ROW EXECUTE FUNCTION app.log_visibility('comment')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.comment FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('comment')
  trigger: CREATE TRIGGER step_2_place BEFORE INSERT ON app.comment FOR EACH ROW EXECUTE FUNCTION app.fill_task_keys('comment')
  trigger: CREATE TRIGGER step_4_keep BEFORE INSERT OR UPDATE ON app.comment FOR EACH ROW EXECUTE FUNCTION app.text_before_write('comment')

create table app.contract (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  number app.seen_text not null,
  name app.seen_text not null,
  starts_on app.day,
  ends_on app.day,
  created_at timestamp with time zone not null default now()
);
  constraint contract_check: CHECK (((ends_on)::date >= (starts_on)::date))
  constraint contract_name_check: CHECK (((length((name)::text) <= 200) AND (name IS NORMALIZED)))
  constraint contract_number_check: CHECK (((length((number)::text) <= 40) AND (number IS NORMALIZED)))
  constraint contract_tenant_id_fkey: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
  constraint contract_pkey: PRIMARY KEY (tenant_id, id)
  constraint contract_id_key: UNIQUE (id)
  constraint contract_tenant_id_id_number_name_key: UNIQUE (tenant_id, id, number, name)
  constraint contract_tenant_id_number_key: UNIQUE (tenant_id, number)
  row security: t, forced: t
  grant: select to staff
  grant: select (tenant_id, id) to definer_identity
  grant: select (tenant_id, id, starts_on) to definer_time
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy definer_time_select: permissive for r to definer_time using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name, 'definer_time'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name, 'definer_time'::name])))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()

create table app.contract_client (
  tenant_id uuid not null,
  contract_id uuid not null,
  client_id uuid not null,
  contract_number text not null,
  contract_name text not null
);
  constraint contract_client_tenant_id_client_id_fkey: FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id)
  constraint contract_client_tenant_id_contract_id_contract_number_cont_fkey: FOREIGN KEY (tenant_id, contract_id, contract_number, contract_name) REFERENCES app.contract(tenant_id, id, number, name) ON UPDATE CASCADE ON DELETE CASCADE
  constraint contract_client_pkey: PRIMARY KEY (tenant_id, contract_id, client_id)
  index: CREATE INDEX contract_client_by_client ON app.contract_client USING btree (client_id, contract_id)
  index: CREATE INDEX contract_client_by_contract ON app.contract_client USING btree (tenant_id, contract_id, contract_number, contract_name)
  index: CREATE INDEX contract_client_of_client ON app.contract_client USING btree (tenant_id, client_id)
  row security: t, forced: t
  grant: select to staff
  grant: select (contract_id, contract_number, contract_name) to client
  grant: select (contract_id, client_id) to definer_identity
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) OR (client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)))) with check ()
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_identity'::name])))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()

create table app.contract_member (
  tenant_id uuid not null,
  contract_id uuid not null,
  staff_member_id uuid not null,
  role app.project_role not null
);
  constraint contract_member_tenant_id_contract_id_fkey: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
  constraint contract_member_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint contract_member_pkey: PRIMARY KEY (tenant_id, contract_id, staff_member_id)
  index: CREATE INDEX contract_member_by_person ON app.contract_member USING btree (tenant_id, staff_member_id)
  row security: t, forced: t
  grant: select to definer_identity
  grant: delete to staff
  grant: insert to staff
  grant: select to staff
  grant: update (role) to staff
  grant: select (tenant_id, contract_id, staff_member_id, role) to worker
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_identity'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_identity'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER step_1_lock_assignee BEFORE DELETE ON app.contract_member FOR EACH ROW EXECUTE FUNCTION app.lock_assignee()
  trigger: CREATE TRIGGER step_2_release_tickets BEFORE DELETE ON app.contract_member FOR EACH ROW EXECUTE FUNCTION app.release_tickets()

create table app.contract_support (
  tenant_id uuid not null,
  contract_id uuid not null,
  levels app.support_level[] not null,
  reopen_days smallint not null default 14,
  sla_disclosure app.sla_disclosure not null default 'nothing'::app.sla_disclosure,
  version integer not null default 1
);
  constraint contract_support_levels_check: CHECK ((cardinality(levels) > 0))
  constraint contract_support_reopen_days_check: CHECK (((reopen_days >= 0) AND (reopen_days <= 365)))
  constraint contract_support_tenant_id_contract_id_fkey: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
  constraint contract_support_pkey: PRIMARY KEY (tenant_id, contract_id)
  row security: t, forced: t
  grant: insert to staff
  grant: select to staff
  grant: select to worker
  grant: select (tenant_id, contract_id, levels, reopen_days) to definer_share
  grant: select (tenant_id, contract_id, levels, reopen_days, sla_disclosure) to definer_ticket
  grant: update (levels, reopen_days, sla_disclosure, version) to staff
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_ticket_select: permissive for r to definer_ticket using ((contract_id = ANY (( SELECT app.client_contracts() AS client_contracts)::uuid[]))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_share'::name, 'definer_ticket'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_share'::name, 'definer_ticket'::name])))
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.contract_support FOR EACH ROW EXECUTE FUNCTION app.announce('tickets')
  trigger: CREATE TRIGGER apply_support_terms AFTER UPDATE OF sla_disclosure ON app.contract_support FOR EACH ROW WHEN ((old.sla_disclosure <> new.sla_disclosure)) EXECUTE FUNCTION app.apply_support_terms()
  trigger: CREATE TRIGGER step_1_keep BEFORE UPDATE ON app.contract_support FOR EACH ROW EXECUTE FUNCTION app.require_included_level()

create table app.epic (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  title app.seen_text not null,
  summary text not null default ''::text,
  starts_on app.day,
  due_on app.day,
  position double precision not null default 0,
  shared_position integer,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND project_shared)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint epic_check: CHECK ((((due_on)::date >= (starts_on)::date) AND ((due_on)::date <= ((starts_on)::date + 7305))))
  constraint epic_summary_check: CHECK (((length(summary) <= 4000) AND (summary IS NORMALIZED)))
  constraint epic_title_check: CHECK (((length((title)::text) <= 200) AND (title IS NORMALIZED)))
  constraint epic_tenant_id_client_id_project_id_project_shared_fkey: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint epic_pkey: PRIMARY KEY (tenant_id, id)
  constraint epic_tenant_id_project_id_id_shared_key: UNIQUE (tenant_id, project_id, id, shared)
  index: CREATE INDEX epic_by_project ON app.epic USING btree (tenant_id, client_id, project_id, project_shared)
  index: CREATE INDEX epic_for_client ON app.epic USING btree (client_id, project_id) WHERE shared
  index: CREATE INDEX epic_one_for_client ON app.epic USING btree (client_id, id) WHERE shared
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, project_id, title, summary, shared_position, shared_at) to client
  grant: select (tenant_id, id, project_id, position, shared_position, shared) to definer_log
  grant: update (shared_position) to definer_log
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: insert (id, project_id, title, summary, starts_on, due_on, position, visibility) to staff
  grant: update (title, summary, starts_on, due_on, position) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy definer_log_update: permissive for w to definer_log using (true) with check (true)
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_log'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_log'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.epic FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'project_id', 'title', 'summary', 'shared_at', 'shared_position')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.epic FOR EACH ROW EXECUTE FUNCTION app.log_visibility('epic')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.epic FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('epic')
  trigger: CREATE TRIGGER renumber_gone AFTER DELETE ON app.epic FOR EACH ROW WHEN (old.shared) EXECUTE FUNCTION app.renumber_shared()
  trigger: CREATE TRIGGER renumber_moved AFTER UPDATE ON app.epic FOR EACH ROW WHEN (((old.shared OR new.shared) AND ((old.shared IS DISTINCT FROM new.shared) OR (old."position" IS DISTINCT FROM new."position")))) EXECUTE FUNCTION app.renumber_shared()
  trigger: CREATE TRIGGER renumber_new AFTER INSERT ON app.epic FOR EACH ROW WHEN (new.shared) EXECUTE FUNCTION app.renumber_shared()
  trigger: CREATE TRIGGER step_0_bump_version BEFORE UPDATE OF title, summary, starts_on, due_on, visibility ON app.epic FOR EACH ROW EXECUTE FUNCTION app.bump_version()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.epic FOR EACH ROW EXECUTE FUNCTION app.record_before_write('epic')

create table app.escalation (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  clock app.sla_clock,
  at_percent smallint,
  to_staff_id uuid,
  by_staff_id uuid,
  reason text not null default ''::text,
  escalated_at timestamp with time zone not null default now()
);
  constraint escalation_check: CHECK (((clock IS NULL) = (at_percent IS NULL)))
  constraint escalation_reason_check: CHECK (((length(reason) <= 2000) AND (reason IS NORMALIZED)))
  constraint escalation_tenant_id_by_staff_id_fkey: FOREIGN KEY (tenant_id, by_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint escalation_tenant_id_client_id_contract_id_ticket_id_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint escalation_tenant_id_to_staff_id_fkey: FOREIGN KEY (tenant_id, to_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint escalation_pkey: PRIMARY KEY (tenant_id, id)
  constraint escalation_tenant_id_ticket_id_clock_at_percent_key: UNIQUE (tenant_id, ticket_id, clock, at_percent)
  index: CREATE INDEX escalation_by_author ON app.escalation USING btree (tenant_id, by_staff_id) WHERE (by_staff_id IS NOT NULL)
  index: CREATE INDEX escalation_by_person ON app.escalation USING btree (tenant_id, to_staff_id) WHERE (to_staff_id IS NOT NULL)
  index: CREATE INDEX escalation_by_ticket ON app.escalation USING btree (tenant_id, client_id, contract_id, ticket_id)
  row security: t, forced: t
  grant: select to staff
  grant: select to worker
  grant: insert (ticket_id, to_staff_id, reason) to staff
  grant: insert (tenant_id, ticket_id, clock, at_percent, to_staff_id, escalated_at) to worker
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name])))
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy worker_insert: permissive for a to worker using () with check ((tenant_id = ( SELECT app.work_tenant() AS work_tenant)))
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.escalation FOR EACH ROW EXECUTE FUNCTION app.announce('tickets')
  trigger: CREATE TRIGGER require_contract_access AFTER INSERT ON app.escalation FOR EACH ROW EXECUTE FUNCTION app.require_contract_access('to_staff_id')
  trigger: CREATE TRIGGER step_1_place BEFORE INSERT ON app.escalation FOR EACH ROW EXECUTE FUNCTION app.fill_escalation_keys()

create table app.escalation_step (
  tenant_id uuid not null,
  contract_id uuid not null,
  clock app.sla_clock not null,
  at_percent smallint not null,
  staff_member_id uuid not null
);
  constraint escalation_step_at_percent_check: CHECK (((at_percent >= 1) AND (at_percent <= 100)))
  constraint escalation_step_tenant_id_contract_id_fkey: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
  constraint escalation_step_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint escalation_step_pkey: PRIMARY KEY (tenant_id, contract_id, clock, at_percent)
  index: CREATE INDEX escalation_step_by_person ON app.escalation_step USING btree (tenant_id, staff_member_id)
  row security: t, forced: t
  grant: delete to staff
  grant: insert to staff
  grant: select to staff
  grant: select to worker
  grant: update (staff_member_id) to staff
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER apply_support_terms AFTER INSERT ON app.escalation_step FOR EACH ROW EXECUTE FUNCTION app.apply_support_terms()
  trigger: CREATE TRIGGER require_contract_access AFTER INSERT OR UPDATE OF staff_member_id ON app.escalation_step FOR EACH ROW EXECUTE FUNCTION app.require_contract_access('staff_member_id')

create table app.job_type (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  contract_id uuid not null,
  name app.seen_text not null,
  level app.support_level not null,
  active boolean not null default true
);
  constraint job_type_name_check: CHECK (((length((name)::text) <= 100) AND (name IS NORMALIZED)))
  constraint job_type_tenant_id_contract_id_fkey: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
  constraint job_type_pkey: PRIMARY KEY (tenant_id, id)
  constraint job_type_tenant_id_contract_id_id_key: UNIQUE (tenant_id, contract_id, id)
  constraint job_type_tenant_id_contract_id_name_key: UNIQUE (tenant_id, contract_id, name)
  index: CREATE INDEX job_type_by_contract ON app.job_type USING btree (contract_id)
  row security: t, forced: t
  grant: select to staff
  grant: select (id, contract_id, name, active) to client
  grant: select (tenant_id, id, contract_id, level, active) to definer_ticket
  grant: insert (tenant_id, id, contract_id, name, level) to staff
  grant: update (name, level, active) to staff
  policy client_select: permissive for r to client using ((contract_id = ANY (( SELECT app.client_contracts() AS client_contracts)::uuid[]))) with check ()
  policy definer_ticket_select: permissive for r to definer_ticket using ((contract_id = ANY (( SELECT app.client_contracts() AS client_contracts)::uuid[]))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_ticket'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_ticket'::name])))
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[]))))
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.job_type FOR EACH ROW EXECUTE FUNCTION app.require_included_level()

create table app.macro (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name app.seen_text not null,
  body app.seen_text not null,
  version integer not null default 1
);
  constraint macro_body_check: CHECK (((length((body)::text) <= 20000) AND (body IS NORMALIZED)))
  constraint macro_name_check: CHECK (((length((name)::text) <= 100) AND (name IS NORMALIZED)))
  constraint macro_tenant_id_fkey: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
  constraint macro_pkey: PRIMARY KEY (tenant_id, id)
  constraint macro_tenant_id_name_key: UNIQUE (tenant_id, name)
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: insert (tenant_id, id, name, body) to staff
  grant: update (name, body, version) to staff
  policy floor: restrictive for * to public using ((CURRENT_USER = 'staff'::name)) with check ((CURRENT_USER = 'staff'::name))
  policy staff_delete: permissive for d to staff using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ()
  policy staff_insert: permissive for a to staff using () with check ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant)))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()
  policy staff_update: permissive for w to staff using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant)))

create table app.message (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  ticket_shared boolean not null,
  body app.seen_text not null,
  author_staff_id uuid,
  author_client_user_id uuid,
  author_name text not null,
  edited_at timestamp with time zone,
  moved_from_id uuid,
  request_id uuid,
  search tsvector not null generated always as (app.search_vector((body)::text)) stored,
  visibility app.visibility not null default 'internal_only'::app.visibility,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND ticket_shared)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint message_author_name_check: CHECK ((author_name IS NORMALIZED))
  constraint message_body_check: CHECK (((length((body)::text) <= 20000) AND (body IS NORMALIZED)))
  constraint message_check: CHECK ((num_nonnulls(author_staff_id, author_client_user_id) <= 1))
  constraint message_tenant_id_author_staff_id_fkey: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint message_tenant_id_client_id_author_client_user_id_fkey: FOREIGN KEY (tenant_id, client_id, author_client_user_id) REFERENCES app.client_user(tenant_id, client_id, id)
  constraint message_tenant_id_client_id_contract_id_ticket_id_ticket_s_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id, ticket_shared) REFERENCES app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint message_pkey: PRIMARY KEY (tenant_id, id)
  constraint message_tenant_id_author_client_user_id_request_id_key: UNIQUE (tenant_id, author_client_user_id, request_id)
  constraint message_tenant_id_author_staff_id_request_id_key: UNIQUE (tenant_id, author_staff_id, request_id)
  constraint message_tenant_id_client_id_contract_id_id_key: UNIQUE (tenant_id, client_id, contract_id, id)
  constraint message_tenant_id_client_id_contract_id_id_shared_key: UNIQUE (tenant_id, client_id, contract_id, id, shared)
  index: CREATE INDEX message_by_age ON app.message USING btree (tenant_id, created_at DESC)
  index: CREATE INDEX message_by_client_user ON app.message USING btree (tenant_id, client_id, author_client_user_id) WHERE (author_client_user_id IS NOT NULL)
  index: CREATE INDEX message_by_ticket ON app.message USING btree (tenant_id, client_id, contract_id, ticket_id, ticket_shared)
  index: CREATE INDEX message_for_client ON app.message USING btree (client_id, ticket_id, shared_at) WHERE shared
  index: CREATE INDEX message_of_ticket ON app.message USING btree (tenant_id, ticket_id, created_at)
  index: CREATE INDEX message_one_for_client ON app.message USING btree (client_id, id) WHERE shared
  index: CREATE INDEX message_search_for_client ON app.message USING gin (client_id, search) WHERE shared
  index: CREATE INDEX message_search_for_staff ON app.message USING gin (tenant_id, search)
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, ticket_id, body, author_client_user_id, author_name, edited_at, shared_at) to client
  grant: select (tenant_id, ticket_id, shared, shared_at) to definer_log
  grant: select (tenant_id, id, client_id, contract_id, ticket_id, search, shared, shared_at, created_at) to definer_search
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: select (id, ticket_id) to definer_thread
  grant: update (ticket_id) to definer_thread
  grant: insert (tenant_id, id, ticket_id, body, author_client_user_id, author_name, request_id, visibility) to definer_ticket
  grant: select (tenant_id, id, client_id, contract_id, author_client_user_id, request_id, visibility, shared) to definer_ticket
  grant: insert (id, ticket_id, body, request_id, visibility) to staff
  grant: update (body) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy definer_search_select: permissive for r to definer_search using (true) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[]))))
  policy definer_thread_select: permissive for r to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_thread_update: permissive for w to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy definer_ticket_insert: permissive for a to definer_ticket using () with check (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared AND (author_client_user_id = ( SELECT app.client_writer() AS client_writer))))
  policy definer_ticket_select: permissive for r to definer_ticket using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check ()
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_thread'::name, 'definer_log'::name, 'definer_ticket'::name, 'definer_search'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_thread'::name, 'definer_log'::name, 'definer_ticket'::name, 'definer_search'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.message FOR EACH ROW EXECUTE FUNCTION app.announce('tickets', 'id', 'ticket_id', 'body', 'author_name', 'author_client_user_id', 'edited_at', 'shared_at')
  trigger: CREATE TRIGGER log_revision AFTER UPDATE OF body ON app.message FOR EACH ROW WHEN (((old.body)::text <> (new.body)::text)) EXECUTE FUNCTION app.log_revision('message')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.message FOR EACH ROW EXECUTE FUNCTION app.log_visibility('message')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.message FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('message')
  trigger: CREATE TRIGGER step_2_place BEFORE INSERT ON app.message FOR EACH ROW EXECUTE FUNCTION app.fill_ticket_keys('message')
  trigger: CREATE TRIGGER step_3_move BEFORE UPDATE ON app.message FOR EACH ROW WHEN ((old.ticket_id <> new.ticket_id)) EXECUTE FUNCTION app.fill_ticket_keys('message')
  trigger: CREATE TRIGGER step_4_keep BEFORE INSERT OR UPDATE ON app.message FOR EACH ROW EXECUTE FUNCTION app.text_before_write('message')
  trigger: CREATE TRIGGER step_5_log_reply AFTER INSERT ON app.message FOR EACH ROW WHEN ((new.shared AND (new.author_staff_id IS NOT NULL))) EXECUTE FUNCTION app.log_reply()
  trigger: CREATE TRIGGER step_5_log_shared_reply AFTER UPDATE ON app.message FOR EACH ROW WHEN ((new.shared AND (NOT old.shared) AND (new.author_staff_id IS NOT NULL))) EXECUTE FUNCTION app.log_reply()
  trigger: CREATE TRIGGER step_6_refresh_activity AFTER INSERT ON app.message FOR EACH ROW WHEN (new.shared) EXECUTE FUNCTION app.follow_activity()
  trigger: CREATE TRIGGER step_6_refresh_activity_of_gone AFTER DELETE ON app.message FOR EACH ROW WHEN (old.shared) EXECUTE FUNCTION app.follow_activity()
  trigger: CREATE TRIGGER step_6_refresh_changed_activity AFTER UPDATE ON app.message FOR EACH ROW WHEN ((old.shared OR new.shared)) EXECUTE FUNCTION app.follow_activity()

create table app.milestone (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  title app.seen_text not null,
  description text not null default ''::text,
  agreed_on app.day not null,
  forecast_on app.day,
  met_on app.day,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND project_shared)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint milestone_description_check: CHECK (((length(description) <= 4000) AND (description IS NORMALIZED)))
  constraint milestone_title_check: CHECK (((length((title)::text) <= 200) AND (title IS NORMALIZED)))
  constraint milestone_tenant_id_client_id_project_id_project_shared_fkey: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint milestone_pkey: PRIMARY KEY (tenant_id, id)
  constraint milestone_tenant_id_client_id_project_id_id_shared_key: UNIQUE (tenant_id, client_id, project_id, id, shared)
  constraint milestone_tenant_id_project_id_id_shared_key: UNIQUE (tenant_id, project_id, id, shared)
  index: CREATE INDEX milestone_by_project ON app.milestone USING btree (tenant_id, client_id, project_id, project_shared)
  index: CREATE INDEX milestone_for_client ON app.milestone USING btree (client_id, project_id, agreed_on) WHERE shared
  index: CREATE INDEX milestone_one_for_client ON app.milestone USING btree (client_id, id) WHERE shared
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, project_id, title, description, agreed_on, forecast_on, met_on, shared_at) to client
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: insert (id, project_id, title, description, agreed_on, forecast_on, met_on, visibility) to staff
  grant: update (title, description, agreed_on, forecast_on, met_on) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'project_id', 'title', 'description', 'agreed_on', 'forecast_on', 'met_on', 'shared_at')
  trigger: CREATE TRIGGER log_change AFTER UPDATE OF agreed_on, forecast_on, met_on ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.log_milestone_change()
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.log_visibility('milestone')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.milestone FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('milestone')
  trigger: CREATE TRIGGER step_0_bump_version BEFORE UPDATE ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.bump_version()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.record_before_write('milestone')

create table app.milestone_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid not null,
  milestone_id uuid not null,
  milestone_shared boolean not null,
  was_shared boolean not null,
  shared boolean not null generated always as ((was_shared AND milestone_shared)) stored,
  from_agreed_on app.day,
  to_agreed_on app.day,
  from_forecast_on app.day,
  to_forecast_on app.day,
  from_met_on app.day,
  to_met_on app.day,
  reason text,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now()
);
  constraint milestone_change_reason_check: CHECK ((reason IS NORMALIZED))
  constraint milestone_change_tenant_id_client_id_project_id_milestone__fkey: FOREIGN KEY (tenant_id, client_id, project_id, milestone_id, milestone_shared) REFERENCES app.milestone(tenant_id, client_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint milestone_change_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX milestone_change_by_milestone ON app.milestone_change USING btree (tenant_id, client_id, project_id, milestone_id, milestone_shared)
  index: CREATE INDEX milestone_change_for_client ON app.milestone_change USING btree (client_id, project_id, changed_at) WHERE shared
  index: CREATE INDEX milestone_change_of_milestone ON app.milestone_change USING btree (tenant_id, milestone_id, changed_at)
  row security: t, forced: t
  grant: insert to definer_log
  grant: select to staff
  grant: select (project_id, milestone_id, from_agreed_on, to_agreed_on, from_forecast_on, to_forecast_on, from_met_on, to_met_on, changed_at) to client
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  trigger: CREATE TRIGGER forget BEFORE UPDATE ON app.milestone_change FOR EACH ROW EXECUTE FUNCTION app.forget_history()

create table app.note (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  task_id uuid,
  task_shared boolean,
  body app.seen_text not null,
  author_staff_id uuid,
  author_name text not null,
  edited_at timestamp with time zone,
  request_id uuid,
  kind app.note_kind not null default 'note'::app.note_kind,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND project_shared AND ((task_id IS NULL) OR task_shared))) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint note_author_name_check: CHECK ((author_name IS NORMALIZED))
  constraint note_body_check: CHECK (((length((body)::text) <= 20000) AND (body IS NORMALIZED)))
  constraint note_check: CHECK (((kind = 'note'::app.note_kind) OR (visibility = 'internal_only'::app.visibility)))
  constraint note_check1: CHECK (((task_id IS NULL) = (task_shared IS NULL)))
  constraint note_tenant_id_author_staff_id_fkey: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint note_tenant_id_client_id_project_id_project_shared_fkey: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint note_tenant_id_project_id_task_id_task_shared_fkey: FOREIGN KEY (tenant_id, project_id, task_id, task_shared) REFERENCES app.task(tenant_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint note_pkey: PRIMARY KEY (tenant_id, id)
  constraint note_tenant_id_author_staff_id_request_id_key: UNIQUE (tenant_id, author_staff_id, request_id)
  constraint note_tenant_id_client_id_project_id_id_key: UNIQUE (tenant_id, client_id, project_id, id)
  index: CREATE INDEX note_by_project ON app.note USING btree (tenant_id, client_id, project_id, project_shared)
  index: CREATE INDEX note_by_staff ON app.note USING btree (tenant_id, author_staff_id) WHERE (author_staff_id IS NOT NULL)
  index: CREATE INDEX note_by_task ON app.note USING btree (tenant_id, project_id, task_id, task_shared) WHERE (task_id IS NOT NULL)
  index: CREATE INDEX note_for_client ON app.note USING btree (client_id, task_id, shared_at) WHERE shared
  index: CREATE INDEX note_of_task ON app.note USING btree (tenant_id, task_id, created_at) WHERE (task_id IS NOT NULL)
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, task_id, body, author_name, edited_at, shared_at) to client
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: insert (id, project_id, task_id, body, request_id, kind, visibility) to staff
  grant: update (body) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id)) AND ((visibility = 'internal_only'::app.visibility) OR (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (project_id = ANY (( SELECT app.projects_sharing('note'::app.record_kind) AS projects_sharing)::uuid[])))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.note FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'task_id', 'body', 'author_name', 'edited_at', 'shared_at')
  trigger: CREATE TRIGGER log_revision AFTER UPDATE OF body ON app.note FOR EACH ROW WHEN (((old.body)::text <> (new.body)::text)) EXECUTE FUNCTION app.log_revision('note')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.note FOR EACH ROW EXECUTE FUNCTION app.log_visibility('note')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.note FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('note')
  trigger: CREATE TRIGGER step_2_place BEFORE INSERT ON app.note FOR EACH ROW EXECUTE FUNCTION app.fill_task_keys('note')
  trigger: CREATE TRIGGER step_4_keep BEFORE INSERT OR UPDATE ON app.note FOR EACH ROW EXECUTE FUNCTION app.text_before_write('note')

create table app.number_counter (
  tenant_id uuid not null,
  client_id uuid not null,
  record_kind app.record_kind not null,
  for_shared boolean not null,
  last_number integer not null default 0
);
  constraint number_counter_pkey: PRIMARY KEY (tenant_id, client_id, record_kind, for_shared)
  row security: t, forced: t
  grant: insert to definer_number
  grant: select to definer_number
  grant: update to definer_number
  policy definer_number_insert: permissive for a to definer_number using () with check (true)
  policy definer_number_select: permissive for r to definer_number using (true) with check ()
  policy definer_number_update: permissive for w to definer_number using (true) with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = 'definer_number'::name)) with check ((CURRENT_USER = 'definer_number'::name))

create table app.project (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid,
  name app.seen_text not null,
  summary text not null default ''::text,
  status app.project_status not null default 'planned'::app.project_status,
  starts_on app.day,
  due_on app.day,
  client_may_comment boolean not null default false,
  visibility app.visibility not null default 'internal_only'::app.visibility,
  shared boolean not null generated always as ((visibility = 'client_visible'::app.visibility)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint project_check: CHECK ((((due_on)::date >= (starts_on)::date) AND ((due_on)::date <= ((starts_on)::date + 7305))))
  constraint project_name_check: CHECK (((length((name)::text) <= 200) AND (name IS NORMALIZED)))
  constraint project_summary_check: CHECK (((length(summary) <= 4000) AND (summary IS NORMALIZED)))
  constraint project_tenant_id_client_id_fkey: FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id)
  constraint project_tenant_id_contract_id_client_id_fkey: FOREIGN KEY (tenant_id, contract_id, client_id) REFERENCES app.contract_client(tenant_id, contract_id, client_id)
  constraint project_tenant_id_fkey: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
  constraint project_pkey: PRIMARY KEY (tenant_id, id)
  constraint project_tenant_id_client_id_id_shared_key: UNIQUE (tenant_id, client_id, id, shared)
  index: CREATE INDEX project_by_contract ON app.project USING btree (tenant_id, contract_id, client_id)
  index: CREATE INDEX project_for_client ON app.project USING btree (client_id, id) WHERE shared
  row security: t, forced: t
  grant: select to definer_identity
  grant: select to staff
  grant: select (id, contract_id, name, summary, status, starts_on, due_on, client_may_comment, shared_at) to client
  grant: select (id, client_may_comment) to definer_comment
  grant: select (id) to definer_move
  grant: update (client_id, contract_id) to definer_move
  grant: select (id) to definer_receipt
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: select (tenant_id, id, client_id, contract_id, shared) to definer_ticket
  grant: select (tenant_id, id, contract_id, starts_on) to definer_time
  grant: select (tenant_id, id, client_id) to definer_view
  grant: insert (tenant_id, id, client_id, contract_id, name, summary, status, starts_on, due_on) to staff
  grant: update (name, summary, status, starts_on, due_on, client_may_comment) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_comment_select: permissive for r to definer_comment using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy definer_move_select: permissive for r to definer_move using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ()
  policy definer_move_update: permissive for w to definer_move using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant)))
  policy definer_receipt_select: permissive for r to definer_receipt using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy definer_ticket_select: permissive for r to definer_ticket using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_time_select: permissive for r to definer_time using (true) with check ()
  policy definer_view_select: permissive for r to definer_view using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name, 'definer_time'::name, 'definer_comment'::name, 'definer_receipt'::name, 'definer_ticket'::name, 'definer_view'::name, 'definer_share'::name, 'definer_move'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name, 'definer_time'::name, 'definer_comment'::name, 'definer_receipt'::name, 'definer_ticket'::name, 'definer_view'::name, 'definer_share'::name, 'definer_move'::name]))))
  policy staff_insert: permissive for a to staff using () with check ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant)))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.project FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'contract_id', 'name', 'summary', 'status', 'starts_on', 'due_on', 'client_may_comment', 'shared_at')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.project FOR EACH ROW EXECUTE FUNCTION app.log_visibility('project')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.project FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('project')
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.project FOR EACH ROW EXECUTE FUNCTION app.project_before_write()

create table app.project_default (
  tenant_id uuid not null,
  project_id uuid not null,
  record_kind app.record_kind not null,
  visibility app.visibility not null
);
  constraint project_default_record_kind_check: CHECK ((record_kind <> 'project'::app.record_kind))
  constraint project_default_tenant_id_project_id_fkey: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
  constraint project_default_pkey: PRIMARY KEY (tenant_id, project_id, record_kind)
  row security: t, forced: t
  grant: delete to definer_move
  grant: delete to staff
  grant: insert to staff
  grant: select to staff
  grant: select (tenant_id, project_id) to definer_move
  grant: update (visibility) to staff
  policy definer_move_delete: permissive for d to definer_move using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ()
  policy definer_move_select: permissive for r to definer_move using ((tenant_id = ( SELECT app.staff_tenant('manager'::app.tenant_role) AS staff_tenant))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_move'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_move'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[]))))

create table app.project_member (
  tenant_id uuid not null,
  project_id uuid not null,
  staff_member_id uuid not null,
  role app.project_role not null
);
  constraint project_member_tenant_id_project_id_fkey: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
  constraint project_member_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint project_member_pkey: PRIMARY KEY (tenant_id, project_id, staff_member_id)
  index: CREATE INDEX project_member_by_person ON app.project_member USING btree (tenant_id, staff_member_id)
  row security: t, forced: t
  grant: select to definer_identity
  grant: delete to staff
  grant: insert to staff
  grant: select to staff
  grant: update (role) to staff
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('owner'::app.project_role) AS staff_projects)::uuid[]))))

create table app.read_receipt (
  tenant_id uuid not null,
  client_id uuid not null,
  client_user_id uuid not null,
  project_id uuid,
  contract_id uuid,
  record_kind app.record_kind not null,
  record_id uuid not null,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now(),
  times integer not null default 1
);
  constraint read_receipt_check: CHECK ((num_nonnulls(project_id, contract_id) = 1))
  constraint read_receipt_tenant_id_client_id_client_user_id_fkey: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE
  constraint read_receipt_tenant_id_contract_id_fkey: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
  constraint read_receipt_tenant_id_project_id_fkey: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
  constraint read_receipt_pkey: PRIMARY KEY (tenant_id, client_user_id, record_kind, record_id)
  index: CREATE INDEX read_receipt_by_person ON app.read_receipt USING btree (tenant_id, client_id, client_user_id)
  index: CREATE INDEX read_receipt_by_record ON app.read_receipt USING btree (tenant_id, project_id, record_kind, record_id)
  index: CREATE INDEX read_receipt_by_ticket ON app.read_receipt USING btree (tenant_id, contract_id, record_kind, record_id) WHERE (contract_id IS NOT NULL)
  row security: t, forced: t
  grant: select to definer_log
  grant: insert to definer_receipt
  grant: select to definer_receipt
  grant: select to staff
  grant: update (last_at, times) to definer_receipt
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy definer_receipt_insert: permissive for a to definer_receipt using () with check ((client_user_id = ( SELECT app.client_writer() AS client_writer)))
  policy definer_receipt_select: permissive for r to definer_receipt using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_receipt_update: permissive for w to definer_receipt using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ((client_user_id = ( SELECT app.client_writer() AS client_writer)))
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name, 'definer_receipt'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name, 'definer_receipt'::name])))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[]))))) with check ()

create table app.saved_filter (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  project_id uuid not null,
  staff_member_id uuid not null,
  name app.seen_text not null,
  query text not null,
  created_at timestamp with time zone not null default now()
);
  constraint saved_filter_name_check: CHECK (((length((name)::text) <= 100) AND (name IS NORMALIZED)))
  constraint saved_filter_query_check: CHECK (((length(query) <= 2000) AND (query IS NORMALIZED)))
  constraint saved_filter_tenant_id_project_id_fkey: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
  constraint saved_filter_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint saved_filter_pkey: PRIMARY KEY (tenant_id, id)
  constraint saved_filter_tenant_id_project_id_staff_member_id_name_key: UNIQUE (tenant_id, project_id, staff_member_id, name)
  index: CREATE INDEX saved_filter_by_person ON app.saved_filter USING btree (tenant_id, staff_member_id, project_id)
  row security: t, forced: t
  grant: delete to staff
  grant: insert to staff
  grant: select to staff
  grant: update (name, query) to staff
  policy floor: restrictive for * to public using ((CURRENT_USER = 'staff'::name)) with check ((CURRENT_USER = 'staff'::name))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))

create table app.saved_view (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  staff_member_id uuid not null,
  name app.seen_text not null,
  query text not null,
  created_at timestamp with time zone not null default now()
);
  constraint saved_view_name_check: CHECK (((length((name)::text) <= 100) AND (name IS NORMALIZED)))
  constraint saved_view_query_check: CHECK (((length(query) <= 2000) AND (query IS NORMALIZED)))
  constraint saved_view_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint saved_view_pkey: PRIMARY KEY (tenant_id, id)
  constraint saved_view_tenant_id_staff_member_id_name_key: UNIQUE (tenant_id, staff_member_id, name)
  row security: t, forced: t
  grant: delete to staff
  grant: insert to staff
  grant: select to staff
  grant: update (name, query) to staff
  policy floor: restrictive for * to public using ((CURRENT_USER = 'staff'::name)) with check ((CURRENT_USER = 'staff'::name))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))

create table app.sla_breach (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  clock app.sla_clock not null,
  sla_policy_id uuid not null,
  target_minutes integer not null,
  actual_minutes numeric(12,2) not null,
  over_minutes numeric(12,2) not null generated always as ((actual_minutes - (target_minutes)::numeric)) stored,
  breached_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  withdrawn_at timestamp with time zone
);
  constraint sla_breach_target_minutes_check: CHECK ((target_minutes > 0))
  constraint sla_breach_tenant_id_client_id_contract_id_ticket_id_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
  constraint sla_breach_tenant_id_contract_id_sla_policy_id_fkey: FOREIGN KEY (tenant_id, contract_id, sla_policy_id) REFERENCES app.sla_policy(tenant_id, contract_id, id)
  constraint sla_breach_pkey: PRIMARY KEY (tenant_id, id)
  constraint sla_breach_tenant_id_ticket_id_clock_breached_at_key: UNIQUE (tenant_id, ticket_id, clock, breached_at)
  index: CREATE INDEX sla_breach_by_policy ON app.sla_breach USING btree (tenant_id, contract_id, sla_policy_id)
  index: CREATE INDEX sla_breach_by_ticket ON app.sla_breach USING btree (tenant_id, client_id, contract_id, ticket_id)
  index: CREATE INDEX sla_breach_by_time ON app.sla_breach USING btree (tenant_id, breached_at)
  row security: t, forced: t
  grant: select to staff
  grant: select to worker
  grant: insert (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes, actual_minutes, breached_at, ended_at) to worker
  grant: update (actual_minutes, ended_at, withdrawn_at) to worker
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name])))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy worker_insert: permissive for a to worker using () with check ((tenant_id = ( SELECT app.work_tenant() AS work_tenant)))
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  policy worker_update: permissive for w to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ((tenant_id = ( SELECT app.work_tenant() AS work_tenant)))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.sla_breach FOR EACH ROW EXECUTE FUNCTION app.announce('tickets')

create table app.sla_policy (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  contract_id uuid not null,
  in_force_from timestamp with time zone not null default now(),
  time_zone text not null,
  business_hours jsonb not null,
  holidays jsonb not null default '[]'::jsonb,
  targets jsonb not null,
  thresholds smallint[] not null default '{50,75,90}'::smallint[],
  pauses_on_hold boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null default now()
);
  constraint sla_policy_business_hours_check: CHECK ((jsonb_typeof(business_hours) = 'object'::text))
  constraint sla_policy_holidays_check: CHECK (((jsonb_typeof(holidays) = 'array'::text) AND (jsonb_array_length(holidays) <= 400) AND (jsonb_array_length(holidays) = jsonb_array_length(jsonb_path_query_array(holidays, '$[*]?(@."day" like_regex "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")'::jsonpath)))))
  constraint sla_policy_targets_check: CHECK ((jsonb_typeof(targets) = 'array'::text))
  constraint sla_policy_thresholds_check: CHECK (((1 <= ALL (thresholds)) AND (99 >= ALL (thresholds))))
  constraint sla_policy_time_zone_check: CHECK (((length(time_zone) >= 1) AND (length(time_zone) <= 64)))
  constraint sla_policy_tenant_id_contract_id_fkey: FOREIGN KEY (tenant_id, contract_id) REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
  constraint sla_policy_tenant_id_created_by_fkey: FOREIGN KEY (tenant_id, created_by) REFERENCES app.staff_member(tenant_id, id)
  constraint sla_policy_pkey: PRIMARY KEY (tenant_id, id)
  constraint sla_policy_tenant_id_contract_id_id_key: UNIQUE (tenant_id, contract_id, id)
  constraint sla_policy_tenant_id_contract_id_in_force_from_key: UNIQUE (tenant_id, contract_id, in_force_from)
  index: CREATE INDEX sla_policy_by_author ON app.sla_policy USING btree (tenant_id, created_by) WHERE (created_by IS NOT NULL)
  row security: t, forced: t
  grant: select to staff
  grant: select to worker
  grant: select (tenant_id, id, contract_id, in_force_from) to definer_ticket
  grant: insert (tenant_id, id, contract_id, in_force_from, time_zone, business_hours, holidays, targets, thresholds, pauses_on_hold) to staff
  policy definer_ticket_select: permissive for r to definer_ticket using ((contract_id = ANY (( SELECT app.client_contracts() AS client_contracts)::uuid[]))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_ticket'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_ticket'::name])))
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('owner'::app.project_role) AS staff_contracts)::uuid[])) AND (in_force_from >= (now() - '00:01:00'::interval))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER immutable BEFORE UPDATE ON app.sla_policy FOR EACH ROW EXECUTE FUNCTION app.refuse_change()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT ON app.sla_policy FOR EACH ROW EXECUTE FUNCTION app.sla_policy_before_write()

create table app.sprint (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  name app.seen_text not null,
  goal text not null default ''::text,
  status app.sprint_status not null default 'planned'::app.sprint_status,
  starts_on app.day not null,
  ends_on app.day not null,
  capacity_hours numeric(7,2),
  completed_at timestamp with time zone,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND project_shared)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint sprint_capacity_hours_check: CHECK ((capacity_hours >= (0)::numeric))
  constraint sprint_check: CHECK ((((ends_on)::date >= (starts_on)::date) AND ((ends_on)::date <= ((starts_on)::date + 181))))
  constraint sprint_check1: CHECK (((completed_at IS NOT NULL) = (status = 'completed'::app.sprint_status)))
  constraint sprint_goal_check: CHECK (((length(goal) <= 2000) AND (goal IS NORMALIZED)))
  constraint sprint_name_check: CHECK (((length((name)::text) <= 200) AND (name IS NORMALIZED)))
  constraint sprint_tenant_id_client_id_project_id_project_shared_fkey: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint sprint_pkey: PRIMARY KEY (tenant_id, id)
  constraint sprint_tenant_id_project_id_id_key: UNIQUE (tenant_id, project_id, id)
  constraint sprint_tenant_id_project_id_id_shared_key: UNIQUE (tenant_id, project_id, id, shared)
  index: CREATE INDEX sprint_by_project ON app.sprint USING btree (tenant_id, client_id, project_id, project_shared)
  index: CREATE INDEX sprint_for_client ON app.sprint USING btree (client_id, project_id, status) WHERE shared
  index: CREATE INDEX sprint_one_for_client ON app.sprint USING btree (client_id, id) WHERE shared
  index: CREATE UNIQUE INDEX sprint_one_active ON app.sprint USING btree (tenant_id, project_id) WHERE (status = 'active'::app.sprint_status)
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, project_id, name, goal, status, starts_on, ends_on, shared_at) to client
  grant: select (tenant_id, id, project_id, status, shared) to definer_plan
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: insert (id, project_id, name, goal, status, starts_on, ends_on, capacity_hours, visibility) to staff
  grant: update (name, goal, status, starts_on, ends_on, capacity_hours) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_plan_select: permissive for r to definer_plan using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_plan'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_plan'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) AND (status = 'planned'::app.sprint_status))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.sprint FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'project_id', 'name', 'goal', 'status', 'starts_on', 'ends_on', 'shared_at')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.sprint FOR EACH ROW EXECUTE FUNCTION app.log_visibility('sprint')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.sprint FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('sprint')
  trigger: CREATE TRIGGER step_0_bump_version BEFORE UPDATE ON app.sprint FOR EACH ROW EXECUTE FUNCTION app.bump_version()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.sprint FOR EACH ROW EXECUTE FUNCTION app.record_before_write('sprint')
  trigger: CREATE TRIGGER step_2_complete BEFORE INSERT OR UPDATE ON app.sprint FOR EACH ROW EXECUTE FUNCTION app.sprint_before_write()

create table app.sprint_capacity (
  tenant_id uuid not null,
  project_id uuid not null,
  sprint_id uuid not null,
  staff_member_id uuid not null,
  hours numeric(6,2) not null
);
  constraint sprint_capacity_hours_check1: CHECK ((hours >= (0)::numeric))
  constraint sprint_capacity_tenant_id_project_id_sprint_id_fkey: FOREIGN KEY (tenant_id, project_id, sprint_id) REFERENCES app.sprint(tenant_id, project_id, id) ON DELETE CASCADE
  constraint sprint_capacity_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint sprint_capacity_pkey: PRIMARY KEY (tenant_id, sprint_id, staff_member_id)
  index: CREATE INDEX sprint_capacity_by_person ON app.sprint_capacity USING btree (tenant_id, staff_member_id)
  index: CREATE INDEX sprint_capacity_by_sprint ON app.sprint_capacity USING btree (tenant_id, project_id, sprint_id)
  row security: t, forced: t
  grant: delete to staff
  grant: insert to staff
  grant: select to staff
  grant: update (hours) to staff
  policy floor: restrictive for * to public using ((CURRENT_USER = 'staff'::name)) with check ((CURRENT_USER = 'staff'::name))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.sprint_capacity FOR EACH ROW EXECUTE FUNCTION app.announce('projects')

create table app.staff_member (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  name app.seen_text not null,
  display_name app.seen_text not null,
  email text not null,
  role app.tenant_role not null default 'member'::app.tenant_role,
  active boolean not null default true,
  created_at timestamp with time zone not null default now()
);
  constraint staff_member_display_name_check: CHECK (((length((display_name)::text) <= 200) AND (display_name IS NORMALIZED)))
  constraint staff_member_email_check: CHECK (((email = lower(email)) AND ((length(email) >= 3) AND (length(email) <= 320)) AND (email IS NORMALIZED)))
  constraint staff_member_name_check: CHECK (((length((name)::text) <= 200) AND (name IS NORMALIZED)))
  constraint staff_member_tenant_id_fkey: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
  constraint staff_member_pkey: PRIMARY KEY (tenant_id, id)
  constraint staff_member_tenant_id_id_active_role_key: UNIQUE (tenant_id, id, active, role)
  constraint staff_member_tenant_id_id_email_active_key: UNIQUE (tenant_id, id, email, active)
  row security: t, forced: t
  grant: select to definer_identity
  grant: select to staff
  grant: select (tenant_id, id, role, active) to staff_sign_in
  grant: select (tenant_id, id, role, active) to worker
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_identity'::name, 'staff_sign_in'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_identity'::name, 'staff_sign_in'::name])))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()
  policy staff_sign_in_select: permissive for r to staff_sign_in using (true) with check ()
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER announce_rights AFTER UPDATE OF role, active ON app.staff_member FOR EACH ROW EXECUTE FUNCTION app.announce_session_end('id')
  trigger: CREATE TRIGGER release_tickets AFTER UPDATE OF active, role ON app.staff_member FOR EACH ROW WHEN (((old.active AND (NOT new.active)) OR (old.role > new.role))) EXECUTE FUNCTION app.release_tickets()

create table app.story (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  epic_id uuid,
  epic_shared boolean,
  visible_epic_id uuid generated always as (
CASE
    WHEN epic_shared THEN epic_id
    ELSE NULL::uuid
END) stored,
  title app.seen_text not null,
  summary text not null default ''::text,
  position double precision not null default 0,
  shared_position integer,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND project_shared)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint story_check: CHECK (((epic_id IS NULL) = (epic_shared IS NULL)))
  constraint story_summary_check: CHECK (((length(summary) <= 4000) AND (summary IS NORMALIZED)))
  constraint story_title_check: CHECK (((length((title)::text) <= 200) AND (title IS NORMALIZED)))
  constraint story_tenant_id_client_id_project_id_project_shared_fkey: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint story_tenant_id_project_id_epic_id_epic_shared_fkey: FOREIGN KEY (tenant_id, project_id, epic_id, epic_shared) REFERENCES app.epic(tenant_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE SET NULL (epic_id, epic_shared)
  constraint story_pkey: PRIMARY KEY (tenant_id, id)
  constraint story_tenant_id_project_id_id_shared_key: UNIQUE (tenant_id, project_id, id, shared)
  index: CREATE INDEX story_by_epic ON app.story USING btree (tenant_id, project_id, epic_id, epic_shared)
  index: CREATE INDEX story_by_project ON app.story USING btree (tenant_id, client_id, project_id, project_shared)
  index: CREATE INDEX story_for_client ON app.story USING btree (client_id, project_id) WHERE shared
  index: CREATE INDEX story_one_for_client ON app.story USING btree (client_id, id) WHERE shared
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, project_id, visible_epic_id, title, summary, shared_position, shared_at) to client
  grant: select (tenant_id, id, project_id, position, shared_position, shared) to definer_log
  grant: update (shared_position) to definer_log
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: insert (id, project_id, epic_id, title, summary, position, visibility) to staff
  grant: update (epic_id, title, summary, position) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy definer_log_update: permissive for w to definer_log using (true) with check (true)
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_log'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_log'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.story FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'project_id', 'visible_epic_id', 'title', 'summary', 'shared_at', 'shared_position')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.story FOR EACH ROW EXECUTE FUNCTION app.log_visibility('story')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.story FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('story')
  trigger: CREATE TRIGGER renumber_gone AFTER DELETE ON app.story FOR EACH ROW WHEN (old.shared) EXECUTE FUNCTION app.renumber_shared()
  trigger: CREATE TRIGGER renumber_moved AFTER UPDATE ON app.story FOR EACH ROW WHEN (((old.shared OR new.shared) AND ((old.shared IS DISTINCT FROM new.shared) OR (old."position" IS DISTINCT FROM new."position")))) EXECUTE FUNCTION app.renumber_shared()
  trigger: CREATE TRIGGER renumber_new AFTER INSERT ON app.story FOR EACH ROW WHEN (new.shared) EXECUTE FUNCTION app.renumber_shared()
  trigger: CREATE TRIGGER step_0_bump_version BEFORE UPDATE OF epic_id, title, summary, visibility ON app.story FOR EACH ROW EXECUTE FUNCTION app.bump_version()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.story FOR EACH ROW EXECUTE FUNCTION app.record_before_write('story')
  trigger: CREATE TRIGGER step_2_refer BEFORE INSERT OR UPDATE ON app.story FOR EACH ROW EXECUTE FUNCTION app.fill_story_references()

create table app.task (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  number integer not null,
  internal_number integer,
  story_id uuid,
  story_shared boolean,
  visible_story_id uuid generated always as (
CASE
    WHEN story_shared THEN story_id
    ELSE NULL::uuid
END) stored,
  sprint_id uuid,
  sprint_shared boolean,
  visible_sprint_id uuid generated always as (
CASE
    WHEN sprint_shared THEN sprint_id
    ELSE NULL::uuid
END) stored,
  milestone_id uuid,
  milestone_shared boolean,
  visible_milestone_id uuid generated always as (
CASE
    WHEN milestone_shared THEN milestone_id
    ELSE NULL::uuid
END) stored,
  title app.seen_text not null,
  description text not null default ''::text,
  status app.task_status not null default 'to_do'::app.task_status,
  priority app.task_priority not null default 'medium'::app.task_priority,
  starts_on app.day,
  due_on app.day,
  completed_at timestamp with time zone,
  estimate_minutes integer,
  labels text[] not null default '{}'::text[],
  assignee_staff_id uuid,
  position double precision not null default 0,
  visibility app.visibility not null,
  shared boolean not null generated always as (((visibility = 'client_visible'::app.visibility) AND project_shared)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint task_check: CHECK ((((due_on)::date >= (starts_on)::date) AND ((due_on)::date <= ((starts_on)::date + 7305))))
  constraint task_check1: CHECK (((story_id IS NULL) = (story_shared IS NULL)))
  constraint task_check2: CHECK (((sprint_id IS NULL) = (sprint_shared IS NULL)))
  constraint task_check3: CHECK (((milestone_id IS NULL) = (milestone_shared IS NULL)))
  constraint task_description_check: CHECK (((length(description) <= 20000) AND (description IS NORMALIZED)))
  constraint task_estimate_minutes_check: CHECK ((estimate_minutes >= 0))
  constraint task_labels_check: CHECK (((cardinality(labels) <= 20) AND (length(app.joined(labels)) <= 800) AND ((labels)::app.seen_text[] IS NOT NULL) AND (app.joined(labels) IS NORMALIZED)))
  constraint task_title_check: CHECK (((length((title)::text) <= 200) AND (title IS NORMALIZED)))
  constraint task_tenant_id_assignee_staff_id_fkey: FOREIGN KEY (tenant_id, assignee_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint task_tenant_id_client_id_project_id_project_shared_fkey: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint task_tenant_id_project_id_milestone_id_milestone_shared_fkey: FOREIGN KEY (tenant_id, project_id, milestone_id, milestone_shared) REFERENCES app.milestone(tenant_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE SET NULL (milestone_id, milestone_shared)
  constraint task_tenant_id_project_id_sprint_id_sprint_shared_fkey: FOREIGN KEY (tenant_id, project_id, sprint_id, sprint_shared) REFERENCES app.sprint(tenant_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE SET NULL (sprint_id, sprint_shared)
  constraint task_tenant_id_project_id_story_id_story_shared_fkey: FOREIGN KEY (tenant_id, project_id, story_id, story_shared) REFERENCES app.story(tenant_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE SET NULL (story_id, story_shared)
  constraint task_pkey: PRIMARY KEY (tenant_id, id)
  constraint task_tenant_id_client_id_number_key: UNIQUE (tenant_id, client_id, number)
  constraint task_tenant_id_client_id_project_id_id_shared_key: UNIQUE (tenant_id, client_id, project_id, id, shared)
  constraint task_tenant_id_project_id_id_key: UNIQUE (tenant_id, project_id, id)
  constraint task_tenant_id_project_id_id_shared_key: UNIQUE (tenant_id, project_id, id, shared)
  index: CREATE INDEX task_by_assignee ON app.task USING btree (tenant_id, assignee_staff_id) WHERE (assignee_staff_id IS NOT NULL)
  index: CREATE INDEX task_by_milestone ON app.task USING btree (tenant_id, project_id, milestone_id, milestone_shared) WHERE (milestone_id IS NOT NULL)
  index: CREATE INDEX task_by_project ON app.task USING btree (tenant_id, client_id, project_id, project_shared)
  index: CREATE INDEX task_by_sprint ON app.task USING btree (tenant_id, project_id, sprint_id, sprint_shared) WHERE (sprint_id IS NOT NULL)
  index: CREATE INDEX task_by_story ON app.task USING btree (tenant_id, project_id, story_id, story_shared) WHERE (story_id IS NOT NULL)
  index: CREATE INDEX task_for_client ON app.task USING btree (client_id, project_id, number) WHERE shared
  index: CREATE INDEX task_for_staff ON app.task USING btree (tenant_id, project_id, status, "position") INCLUDE (shared)
  index: CREATE INDEX task_in_sprint_for_client ON app.task USING btree (client_id, visible_sprint_id, number) WHERE shared
  index: CREATE INDEX task_one_for_client ON app.task USING btree (client_id, id) WHERE shared
  index: CREATE INDEX task_progress_for_client ON app.task USING btree (client_id, project_id, visible_sprint_id) INCLUDE (visible_story_id, status, shared_at, shared) WHERE shared
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (id, project_id, number, visible_story_id, visible_sprint_id, visible_milestone_id, title, description, status, priority, due_on, completed_at, shared_at) to client
  grant: select (tenant_id, id, client_id, project_id, shared) to definer_comment
  grant: select (id, project_id) to definer_plan
  grant: update (sprint_id) to definer_plan
  grant: select (id, project_id) to definer_receipt
  grant: select (id, project_id, version) to definer_review
  grant: update (status) to definer_review
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: insert (id, project_id, story_id, sprint_id, milestone_id, title, description, status, priority, starts_on, due_on, estimate_minutes, labels, assignee_staff_id, position, visibility) to staff
  grant: update (story_id, milestone_id, title, description, status, priority, starts_on, due_on, estimate_minutes, labels, assignee_staff_id, position) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_comment_select: permissive for r to definer_comment using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_plan_select: permissive for r to definer_plan using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_plan_update: permissive for w to definer_plan using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy definer_receipt_select: permissive for r to definer_receipt using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_review_select: permissive for r to definer_review using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_review_update: permissive for w to definer_review using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (status = 'in_review'::app.task_status))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('reviewer'::app.project_role) AS staff_projects)::uuid[])) AND (status = ANY (ARRAY['done'::app.task_status, 'in_progress'::app.task_status]))))
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_plan'::name, 'definer_review'::name, 'definer_comment'::name, 'definer_receipt'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_share'::name, 'definer_plan'::name, 'definer_review'::name, 'definer_comment'::name, 'definer_receipt'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])) AND ((sprint_id IS NULL) OR (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[]))) AND ((visibility = 'internal_only'::app.visibility) OR (project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (project_id = ANY (( SELECT app.projects_sharing('task'::app.record_kind) AS projects_sharing)::uuid[])))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[]))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.task FOR EACH ROW EXECUTE FUNCTION app.announce('projects', 'id', 'project_id', 'number', 'visible_story_id', 'visible_sprint_id', 'visible_milestone_id', 'title', 'description', 'status', 'priority', 'due_on', 'completed_at', 'shared_at')
  trigger: CREATE TRIGGER log_estimate AFTER UPDATE ON app.task FOR EACH ROW WHEN ((old.estimate_minutes IS DISTINCT FROM new.estimate_minutes)) EXECUTE FUNCTION app.log_task_estimate()
  trigger: CREATE TRIGGER log_sprint AFTER INSERT ON app.task FOR EACH ROW WHEN ((new.sprint_id IS NOT NULL)) EXECUTE FUNCTION app.log_task_sprint()
  trigger: CREATE TRIGGER log_sprint_change AFTER UPDATE ON app.task FOR EACH ROW WHEN ((old.sprint_id IS DISTINCT FROM new.sprint_id)) EXECUTE FUNCTION app.log_task_sprint()
  trigger: CREATE TRIGGER log_status AFTER INSERT OR UPDATE OF status ON app.task FOR EACH ROW EXECUTE FUNCTION app.log_task_status()
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.task FOR EACH ROW EXECUTE FUNCTION app.log_visibility('task')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.task FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('task')
  trigger: CREATE TRIGGER step_0_bump_version BEFORE UPDATE OF story_id, sprint_id, milestone_id, title, description, status, priority, starts_on, due_on, estimate_minutes, labels, assignee_staff_id, visibility ON app.task FOR EACH ROW EXECUTE FUNCTION app.bump_version()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.task FOR EACH ROW EXECUTE FUNCTION app.record_before_write('task')
  trigger: CREATE TRIGGER step_2_refer BEFORE INSERT OR UPDATE ON app.task FOR EACH ROW EXECUTE FUNCTION app.fill_task_references()
  trigger: CREATE TRIGGER step_3_number BEFORE INSERT OR UPDATE ON app.task FOR EACH ROW EXECUTE FUNCTION app.number_record('task')

create table app.task_dependency (
  tenant_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  depends_on_id uuid not null,
  created_at timestamp with time zone not null default now()
);
  constraint task_dependency_check: CHECK ((task_id <> depends_on_id))
  constraint task_dependency_tenant_id_project_id_depends_on_id_fkey: FOREIGN KEY (tenant_id, project_id, depends_on_id) REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE
  constraint task_dependency_tenant_id_project_id_task_id_fkey: FOREIGN KEY (tenant_id, project_id, task_id) REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE
  constraint task_dependency_pkey: PRIMARY KEY (tenant_id, task_id, depends_on_id)
  index: CREATE INDEX task_dependency_backwards ON app.task_dependency USING btree (tenant_id, project_id, depends_on_id)
  index: CREATE INDEX task_dependency_of_project ON app.task_dependency USING btree (tenant_id, project_id, task_id)
  row security: t, forced: t
  grant: select to definer_work
  grant: delete to staff
  grant: select to staff
  grant: insert (project_id, task_id, depends_on_id) to staff
  policy definer_work_select: permissive for r to definer_work using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_work'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_work'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.task_dependency FOR EACH ROW EXECUTE FUNCTION app.announce('projects')
  trigger: CREATE TRIGGER step_1_place BEFORE INSERT ON app.task_dependency FOR EACH ROW EXECUTE FUNCTION app.fill_dependency_keys()
  trigger: CREATE TRIGGER step_2_refuse_circle BEFORE INSERT ON app.task_dependency FOR EACH ROW EXECUTE FUNCTION app.refuse_circle()

create table app.task_estimate_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid not null,
  task_id uuid not null,
  from_minutes integer,
  to_minutes integer,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now()
);
  constraint task_estimate_change_check: CHECK ((from_minutes IS DISTINCT FROM to_minutes))
  constraint task_estimate_change_tenant_id_project_id_task_id_fkey: FOREIGN KEY (tenant_id, project_id, task_id) REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE
  constraint task_estimate_change_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX task_estimate_change_by_task ON app.task_estimate_change USING btree (tenant_id, project_id, task_id, changed_at)
  row security: t, forced: t
  grant: insert to definer_log
  grant: select to staff
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()

create table app.task_sprint_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid not null,
  task_id uuid not null,
  from_sprint_id uuid,
  to_sprint_id uuid,
  estimate_minutes integer,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now()
);
  constraint task_sprint_change_tenant_id_project_id_task_id_fkey: FOREIGN KEY (tenant_id, project_id, task_id) REFERENCES app.task(tenant_id, project_id, id) ON DELETE CASCADE
  constraint task_sprint_change_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX task_sprint_change_by_task ON app.task_sprint_change USING btree (tenant_id, project_id, task_id)
  index: CREATE INDEX task_sprint_change_into ON app.task_sprint_change USING btree (tenant_id, to_sprint_id, changed_at)
  index: CREATE INDEX task_sprint_change_out_of ON app.task_sprint_change USING btree (tenant_id, from_sprint_id, changed_at)
  row security: t, forced: t
  grant: insert to definer_log
  grant: select to staff
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()

create table app.task_status_change (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  task_shared boolean not null,
  was_shared boolean not null,
  shared boolean not null generated always as ((was_shared AND task_shared)) stored,
  from_status app.task_status,
  to_status app.task_status not null,
  actor_staff_id uuid,
  changed_at timestamp with time zone not null default now()
);
  constraint task_status_change_tenant_id_client_id_project_id_task_id__fkey: FOREIGN KEY (tenant_id, client_id, project_id, task_id, task_shared) REFERENCES app.task(tenant_id, client_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint task_status_change_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX task_status_change_by_task ON app.task_status_change USING btree (tenant_id, client_id, project_id, task_id, task_shared)
  index: CREATE INDEX task_status_change_for_client ON app.task_status_change USING btree (client_id, project_id, changed_at) WHERE shared
  index: CREATE INDEX task_status_change_of_task ON app.task_status_change USING btree (tenant_id, task_id, changed_at)
  index: CREATE INDEX task_status_change_of_task_for_client ON app.task_status_change USING btree (client_id, task_id, changed_at) WHERE shared
  row security: t, forced: t
  grant: insert to definer_log
  grant: select to staff
  grant: select (project_id, task_id, from_status, to_status, changed_at) to client
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('projects'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])))) with check ()
  trigger: CREATE TRIGGER forget BEFORE UPDATE ON app.task_status_change FOR EACH ROW EXECUTE FUNCTION app.forget_history()

create table app.tenant (
  tenant_id uuid not null default gen_random_uuid(),
  name app.seen_text not null,
  portal_name app.seen_text not null,
  accent_color text not null default '#3454d1'::text,
  upload_limit_bytes bigint not null default ((100 * 1024) * 1024),
  approve_own_time boolean not null default false,
  created_at timestamp with time zone not null default now()
);
  constraint tenant_accent_color_check: CHECK ((accent_color ~ '^#[0-9a-f]{6}$'::text))
  constraint tenant_name_check: CHECK (((length((name)::text) <= 200) AND (name IS NORMALIZED)))
  constraint tenant_portal_name_check: CHECK (((length((portal_name)::text) <= 200) AND (portal_name IS NORMALIZED)))
  constraint tenant_upload_limit_bytes_check: CHECK ((upload_limit_bytes > 0))
  constraint tenant_pkey: PRIMARY KEY (tenant_id)
  row security: t, forced: t
  grant: select to staff
  grant: select (name, portal_name, accent_color, upload_limit_bytes) to client
  grant: select (tenant_id, upload_limit_bytes) to definer_file
  grant: select (tenant_id, approve_own_time) to definer_time
  grant: update (approve_own_time) to staff
  policy client_select: permissive for r to client using ((tenant_id = ( SELECT app.client_tenant() AS client_tenant))) with check ()
  policy definer_file_select: permissive for r to definer_file using ((tenant_id = ( SELECT app.client_tenant() AS client_tenant))) with check ()
  policy definer_time_select: permissive for r to definer_time using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_time'::name, 'definer_file'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'definer_time'::name, 'definer_file'::name])))
  policy staff_select: permissive for r to staff using ((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant))) with check ()
  policy staff_update: permissive for w to staff using ((tenant_id = ( SELECT app.staff_tenant('admin'::app.tenant_role) AS staff_tenant))) with check ((tenant_id = ( SELECT app.staff_tenant('admin'::app.tenant_role) AS staff_tenant)))

create table app.text_revision (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  project_id uuid,
  contract_id uuid,
  comment_id uuid,
  note_id uuid,
  message_id uuid,
  ticket_note_id uuid,
  body text not null,
  editor_staff_id uuid,
  edited_at timestamp with time zone not null default now()
);
  constraint text_revision_body_check: CHECK ((body IS NORMALIZED))
  constraint text_revision_check: CHECK ((num_nonnulls(comment_id, note_id, message_id, ticket_note_id) = 1))
  constraint text_revision_check1: CHECK ((num_nonnulls(comment_id, note_id) = num_nonnulls(project_id)))
  constraint text_revision_check2: CHECK ((num_nonnulls(message_id, ticket_note_id) = num_nonnulls(contract_id)))
  constraint text_revision_tenant_id_client_id_contract_id_message_id_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, message_id) REFERENCES app.message(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint text_revision_tenant_id_client_id_contract_id_ticket_note__fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_note_id) REFERENCES app.ticket_note(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint text_revision_tenant_id_client_id_project_id_comment_id_fkey: FOREIGN KEY (tenant_id, client_id, project_id, comment_id) REFERENCES app.comment(tenant_id, client_id, project_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint text_revision_tenant_id_client_id_project_id_note_id_fkey: FOREIGN KEY (tenant_id, client_id, project_id, note_id) REFERENCES app.note(tenant_id, client_id, project_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint text_revision_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX text_revision_of_comment ON app.text_revision USING btree (tenant_id, comment_id) WHERE (comment_id IS NOT NULL)
  index: CREATE INDEX text_revision_of_message ON app.text_revision USING btree (tenant_id, message_id) WHERE (message_id IS NOT NULL)
  index: CREATE INDEX text_revision_of_note ON app.text_revision USING btree (tenant_id, note_id) WHERE (note_id IS NOT NULL)
  index: CREATE INDEX text_revision_of_ticket_note ON app.text_revision USING btree (tenant_id, ticket_note_id) WHERE (ticket_note_id IS NOT NULL)
  row security: t, forced: t
  grant: insert to definer_log
  grant: select to staff
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name])))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[]))))) with check ()

create table app.ticket (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  project_id uuid,
  project_client_id uuid,
  project_shared boolean,
  visible_project_id uuid generated always as (
CASE
    WHEN (project_shared AND (project_client_id = client_id)) THEN project_id
    ELSE NULL::uuid
END) stored,
  number integer not null,
  internal_number integer,
  title app.seen_text not null,
  description text not null default ''::text,
  job_type_id uuid not null,
  level app.support_level not null,
  priority app.ticket_priority not null default 'medium'::app.ticket_priority,
  status app.ticket_status not null default 'new'::app.ticket_status,
  resolution text not null default ''::text,
  resolved_at timestamp with time zone,
  closed_at timestamp with time zone,
  reopen_until timestamp with time zone,
  rating smallint,
  rating_comment text not null default ''::text,
  rated_at timestamp with time zone,
  raised_by_client_user_id uuid,
  raised_by_staff_id uuid,
  raised_by_name text not null,
  assignee_staff_id uuid,
  sla_policy_id uuid,
  breach_at timestamp with time zone,
  at_risk_at timestamp with time zone,
  missed_at timestamp with time zone,
  sla_status app.sla_standing,
  sla_due_at timestamp with time zone,
  merged_into_id uuid,
  merged_into_shared boolean,
  merge_is_internal boolean not null default false,
  visible_merged_into_id uuid generated always as (
CASE
    WHEN (merged_into_shared AND (NOT merge_is_internal)) THEN merged_into_id
    ELSE NULL::uuid
END) stored,
  accepts_replies boolean not null generated always as ((merged_into_id IS NULL)) stored,
  activity_at timestamp with time zone,
  request_id uuid,
  search tsvector not null generated always as ((setweight(app.search_vector((title)::text), 'A'::"char") || setweight(app.search_vector(description), 'B'::"char"))) stored,
  visibility app.visibility not null default 'internal_only'::app.visibility,
  shared boolean not null generated always as ((visibility = 'client_visible'::app.visibility)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint ticket_check: CHECK ((((project_id IS NULL) = (project_shared IS NULL)) AND ((project_id IS NULL) = (project_client_id IS NULL))))
  constraint ticket_check1: CHECK ((((merged_into_id IS NULL) = (merged_into_shared IS NULL)) AND (merged_into_id <> id)))
  constraint ticket_check2: CHECK ((num_nonnulls(rating, rated_at) <> 1))
  constraint ticket_check3: CHECK (((status = ANY (ARRAY['resolved'::app.ticket_status, 'closed'::app.ticket_status])) = (reopen_until IS NOT NULL)))
  constraint ticket_description_check: CHECK (((length(description) <= 20000) AND (description IS NORMALIZED)))
  constraint ticket_raised_by_name_check: CHECK ((raised_by_name IS NORMALIZED))
  constraint ticket_rating_check: CHECK (((rating >= 1) AND (rating <= 5)))
  constraint ticket_rating_comment_check: CHECK (((length(rating_comment) <= 2000) AND (rating_comment IS NORMALIZED)))
  constraint ticket_resolution_check: CHECK (((length(resolution) <= 20000) AND (resolution IS NORMALIZED)))
  constraint ticket_title_check: CHECK (((length((title)::text) <= 200) AND (title IS NORMALIZED)))
  constraint ticket_tenant_id_assignee_staff_id_fkey: FOREIGN KEY (tenant_id, assignee_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint ticket_tenant_id_client_id_fkey: FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id)
  constraint ticket_tenant_id_client_id_merged_into_id_merged_into_shar_fkey: FOREIGN KEY (tenant_id, client_id, merged_into_id, merged_into_shared) REFERENCES app.ticket(tenant_id, client_id, id, shared) ON UPDATE CASCADE
  constraint ticket_tenant_id_client_id_raised_by_client_user_id_fkey: FOREIGN KEY (tenant_id, client_id, raised_by_client_user_id) REFERENCES app.client_user(tenant_id, client_id, id)
  constraint ticket_tenant_id_contract_id_client_id_fkey: FOREIGN KEY (tenant_id, contract_id, client_id) REFERENCES app.contract_client(tenant_id, contract_id, client_id)
  constraint ticket_tenant_id_contract_id_job_type_id_fkey: FOREIGN KEY (tenant_id, contract_id, job_type_id) REFERENCES app.job_type(tenant_id, contract_id, id)
  constraint ticket_tenant_id_contract_id_sla_policy_id_fkey: FOREIGN KEY (tenant_id, contract_id, sla_policy_id) REFERENCES app.sla_policy(tenant_id, contract_id, id)
  constraint ticket_tenant_id_project_client_id_project_id_project_shar_fkey: FOREIGN KEY (tenant_id, project_client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE SET NULL (project_client_id, project_id, project_shared)
  constraint ticket_tenant_id_raised_by_staff_id_fkey: FOREIGN KEY (tenant_id, raised_by_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint ticket_pkey: PRIMARY KEY (tenant_id, id)
  constraint ticket_tenant_id_client_id_contract_id_id_key: UNIQUE (tenant_id, client_id, contract_id, id)
  constraint ticket_tenant_id_client_id_contract_id_id_shared_key: UNIQUE (tenant_id, client_id, contract_id, id, shared)
  constraint ticket_tenant_id_client_id_id_shared_key: UNIQUE (tenant_id, client_id, id, shared)
  constraint ticket_tenant_id_client_id_number_key: UNIQUE (tenant_id, client_id, number)
  constraint ticket_tenant_id_raised_by_client_user_id_request_id_key: UNIQUE (tenant_id, raised_by_client_user_id, request_id)
  constraint ticket_tenant_id_raised_by_staff_id_request_id_key: UNIQUE (tenant_id, raised_by_staff_id, request_id)
  index: CREATE INDEX ticket_by_age_for_client ON app.ticket USING btree (client_id, shared_at DESC, id) WHERE shared
  index: CREATE INDEX ticket_by_assignee ON app.ticket USING btree (tenant_id, assignee_staff_id, status) WHERE (assignee_staff_id IS NOT NULL)
  index: CREATE INDEX ticket_by_contract ON app.ticket USING btree (tenant_id, contract_id, client_id)
  index: CREATE INDEX ticket_by_internal_number ON app.ticket USING btree (tenant_id, internal_number) WHERE (internal_number IS NOT NULL)
  index: CREATE INDEX ticket_by_job_type ON app.ticket USING btree (tenant_id, contract_id, job_type_id)
  index: CREATE INDEX ticket_by_merge ON app.ticket USING btree (tenant_id, client_id, merged_into_id, merged_into_shared) WHERE (merged_into_id IS NOT NULL)
  index: CREATE INDEX ticket_by_number ON app.ticket USING btree (tenant_id, number)
  index: CREATE INDEX ticket_by_project ON app.ticket USING btree (tenant_id, project_client_id, project_id, project_shared) WHERE (project_id IS NOT NULL)
  index: CREATE INDEX ticket_by_raiser ON app.ticket USING btree (tenant_id, client_id, raised_by_client_user_id) WHERE (raised_by_client_user_id IS NOT NULL)
  index: CREATE INDEX ticket_by_sla_policy ON app.ticket USING btree (tenant_id, contract_id, sla_policy_id) WHERE (sla_policy_id IS NOT NULL)
  index: CREATE INDEX ticket_by_staff_raiser ON app.ticket USING btree (tenant_id, raised_by_staff_id) WHERE (raised_by_staff_id IS NOT NULL)
  index: CREATE INDEX ticket_by_status_for_client ON app.ticket USING btree (client_id, status, activity_at DESC, id) INCLUDE (shared, priority, job_type_id, contract_id, visible_project_id) WHERE shared
  index: CREATE INDEX ticket_by_visible_merge ON app.ticket USING btree (tenant_id, client_id, visible_merged_into_id) WHERE (visible_merged_into_id IS NOT NULL)
  index: CREATE INDEX ticket_disclosed_to_client ON app.ticket USING btree (client_id) WHERE (shared AND (sla_status IS NOT NULL))
  index: CREATE INDEX ticket_done_for_staff ON app.ticket USING btree (tenant_id, contract_id) INCLUDE (status, priority, level, client_id, job_type_id, assignee_staff_id, visibility, shared) WHERE (status = ANY (ARRAY['resolved'::app.ticket_status, 'closed'::app.ticket_status]))
  index: CREATE INDEX ticket_for_client ON app.ticket USING btree (client_id, activity_at DESC, id) INCLUDE (status, shared) WHERE shared
  index: CREATE INDEX ticket_history ON app.ticket USING btree (tenant_id, created_at DESC, id)
  index: CREATE INDEX ticket_one_for_client ON app.ticket USING btree (client_id, id) WHERE shared
  index: CREATE INDEX ticket_open_for_staff ON app.ticket USING btree (tenant_id, contract_id) INCLUDE (status, priority, level, client_id, job_type_id, assignee_staff_id, visibility, shared, breach_at, at_risk_at) WHERE (status = ANY (ARRAY['new'::app.ticket_status, 'open'::app.ticket_status, 'waiting_on_client'::app.ticket_status, 'on_hold'::app.ticket_status]))
  index: CREATE INDEX ticket_queue ON app.ticket USING btree (tenant_id, (
CASE
    WHEN (breach_at IS NULL) THEN 'infinity'::timestamp with time zone
    ELSE breach_at
END), created_at, id) WHERE (status = ANY (ARRAY['new'::app.ticket_status, 'open'::app.ticket_status, 'waiting_on_client'::app.ticket_status, 'on_hold'::app.ticket_status]))
  index: CREATE INDEX ticket_search_for_client ON app.ticket USING gin (client_id, search) WHERE shared
  index: CREATE INDEX ticket_search_for_staff ON app.ticket USING gin (tenant_id, search)
  index: CREATE INDEX ticket_title_for_client ON app.ticket USING gin (client_id, title extensions.gin_trgm_ops) WHERE shared
  index: CREATE INDEX ticket_title_for_staff ON app.ticket USING gin (tenant_id, title extensions.gin_trgm_ops)
  index: CREATE INDEX ticket_to_close ON app.ticket USING btree (reopen_until) WHERE (status = 'resolved'::app.ticket_status)
  index: CREATE INDEX ticket_unresolved_for_client ON app.ticket USING btree (client_id, activity_at DESC, id) INCLUDE (shared, status, priority, job_type_id, contract_id, visible_project_id) WHERE (shared AND (status = ANY (ARRAY['new'::app.ticket_status, 'open'::app.ticket_status, 'waiting_on_client'::app.ticket_status, 'on_hold'::app.ticket_status])))
  row security: t, forced: t
  grant: select to staff
  grant: select to worker
  grant: select (id, contract_id, visible_project_id, number, title, description, job_type_id, priority, status, resolution, reopen_until, rating, rating_comment, rated_at, raised_by_client_user_id, raised_by_name, sla_status, sla_due_at, visible_merged_into_id, accepts_replies, activity_at, shared_at) to client
  grant: select (tenant_id, id, contract_id, status, rated_at, sla_status, sla_due_at, activity_at, shared, shared_at) to definer_log
  grant: update (sla_status, sla_due_at, activity_at) to definer_log
  grant: select (id, contract_id) to definer_receipt
  grant: select (tenant_id, id, client_id, contract_id, title, activity_at, search, shared, created_at) to definer_search
  grant: select (id) to definer_share
  grant: update (visibility) to definer_share
  grant: select (tenant_id, id, client_id, contract_id, shared) to definer_thread
  grant: insert (tenant_id, id, client_id, contract_id, project_id, title, description, job_type_id, priority, raised_by_client_user_id, raised_by_name, request_id, visibility) to definer_ticket
  grant: select (tenant_id, id, client_id, contract_id, status, resolution, reopen_until, raised_by_client_user_id, merged_into_id, request_id, visibility, shared) to definer_ticket
  grant: update (status, resolution, rating, rating_comment, rated_at) to definer_ticket
  grant: select (tenant_id, id, client_id) to definer_view
  grant: select (tenant_id, id, status, reopen_until) to definer_work
  grant: insert (id, client_id, contract_id, project_id, title, description, job_type_id, level, priority, raised_by_client_user_id, assignee_staff_id, request_id, visibility) to staff
  grant: update (project_id, title, description, job_type_id, level, priority, status, resolution, assignee_staff_id, merged_into_id) to staff
  grant: update (status, breach_at, at_risk_at, missed_at, sla_status, sla_due_at) to worker
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy definer_log_update: permissive for w to definer_log using (true) with check (true)
  policy definer_receipt_select: permissive for r to definer_receipt using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_search_select: permissive for r to definer_search using (true) with check ()
  policy definer_share_select: permissive for r to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_share_update: permissive for w to definer_share using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[]))))
  policy definer_thread_select: permissive for r to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_ticket_insert: permissive for a to definer_ticket using () with check (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared AND (raised_by_client_user_id = ( SELECT app.client_writer() AS client_writer))))
  policy definer_ticket_select: permissive for r to definer_ticket using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_ticket_update: permissive for w to definer_ticket using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared))
  policy definer_view_select: permissive for r to definer_view using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_work_select: permissive for r to definer_work using (true) with check ()
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name, 'definer_ticket'::name, 'definer_receipt'::name, 'definer_view'::name, 'definer_share'::name, 'definer_thread'::name, 'definer_work'::name, 'definer_search'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name, 'definer_ticket'::name, 'definer_receipt'::name, 'definer_view'::name, 'definer_share'::name, 'definer_thread'::name, 'definer_work'::name, 'definer_search'::name]))))
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  policy worker_update: permissive for w to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ((tenant_id = ( SELECT app.work_tenant() AS work_tenant)))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.announce('tickets', 'id', 'contract_id', 'visible_project_id', 'number', 'title', 'description', 'job_type_id', 'priority', 'status', 'resolution', 'reopen_until', 'rating', 'rating_comment', 'rated_at', 'raised_by_client_user_id', 'raised_by_name', 'sla_status', 'sla_due_at', 'visible_merged_into_id', 'accepts_replies', 'activity_at', 'shared_at')
  trigger: CREATE TRIGGER log_visibility AFTER INSERT ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.log_visibility('ticket')
  trigger: CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.ticket FOR EACH ROW WHEN ((old.visibility IS DISTINCT FROM new.visibility)) EXECUTE FUNCTION app.log_visibility('ticket')
  trigger: CREATE TRIGGER schedule_sla_evaluation AFTER UPDATE OF visibility ON app.ticket FOR EACH ROW WHEN ((old.visibility <> new.visibility)) EXECUTE FUNCTION app.schedule_sla_evaluation()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.ticket_before_write()
  trigger: CREATE TRIGGER step_2_number BEFORE INSERT OR UPDATE ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.number_record('ticket')
  trigger: CREATE TRIGGER step_3_lock_assignee AFTER INSERT OR UPDATE OF assignee_staff_id ON app.ticket FOR EACH ROW WHEN ((new.assignee_staff_id IS NOT NULL)) EXECUTE FUNCTION app.lock_assignee()
  trigger: CREATE TRIGGER step_4_require_contract_access AFTER INSERT OR UPDATE OF assignee_staff_id ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.require_contract_access('assignee_staff_id')
  trigger: CREATE TRIGGER step_5_log_event AFTER INSERT OR UPDATE OF status, priority, level, assignee_staff_id ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.log_ticket_event()
  trigger: CREATE TRIGGER step_6_refresh_activity AFTER INSERT OR UPDATE OF visibility, status, priority, rated_at ON app.ticket FOR EACH ROW EXECUTE FUNCTION app.follow_activity()

create table app.ticket_event (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  ticket_shared boolean not null,
  was_shared boolean not null,
  kind app.ticket_event_kind not null,
  shared boolean not null generated always as ((was_shared AND ticket_shared AND (kind = ANY (ARRAY['raised'::app.ticket_event_kind, 'status'::app.ticket_event_kind, 'priority'::app.ticket_event_kind])))) stored,
  from_status app.ticket_status,
  to_status app.ticket_status,
  from_priority app.ticket_priority,
  to_priority app.ticket_priority,
  from_level app.support_level,
  to_level app.support_level,
  from_assignee_id uuid,
  to_assignee_id uuid,
  actor_staff_id uuid,
  actor_client_user_id uuid,
  by_client boolean not null generated always as ((actor_client_user_id IS NOT NULL)) stored,
  happened_at timestamp with time zone not null default now()
);
  constraint ticket_event_from_status_to_status_fkey: FOREIGN KEY (from_status, to_status) REFERENCES app.ticket_status_transition(from_status, to_status)
  constraint ticket_event_tenant_id_client_id_contract_id_ticket_id_tic_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id, ticket_shared) REFERENCES app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint ticket_event_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX ticket_event_by_move ON app.ticket_event USING btree (from_status, to_status) WHERE (from_status IS NOT NULL)
  index: CREATE INDEX ticket_event_by_ticket ON app.ticket_event USING btree (tenant_id, client_id, contract_id, ticket_id, ticket_shared)
  index: CREATE INDEX ticket_event_for_client ON app.ticket_event USING btree (client_id, ticket_id, happened_at) WHERE shared
  index: CREATE INDEX ticket_event_of_ticket ON app.ticket_event USING btree (tenant_id, ticket_id, happened_at)
  row security: t, forced: t
  grant: insert to definer_log
  grant: select to staff
  grant: select to worker
  grant: select (ticket_id, kind, from_status, to_status, from_priority, to_priority, by_client, happened_at) to client
  grant: select (tenant_id, ticket_id, shared, happened_at) to definer_log
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER immutable BEFORE UPDATE OF kind, happened_at, from_status, to_status, from_priority, to_priority, from_level, to_level, from_assignee_id, to_assignee_id, was_shared ON app.ticket_event FOR EACH ROW EXECUTE FUNCTION app.refuse_change()
  trigger: CREATE TRIGGER schedule_sla_evaluation AFTER INSERT ON app.ticket_event FOR EACH ROW WHEN ((new.kind <> 'assigned'::app.ticket_event_kind)) EXECUTE FUNCTION app.schedule_sla_evaluation()

create table app.ticket_note (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  body app.seen_text not null,
  author_staff_id uuid not null,
  author_name text not null,
  moved_from_id uuid,
  request_id uuid,
  search tsvector not null generated always as (app.search_vector((body)::text)) stored,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint ticket_note_author_name_check: CHECK ((author_name IS NORMALIZED))
  constraint ticket_note_body_check: CHECK (((length((body)::text) <= 20000) AND (body IS NORMALIZED)))
  constraint ticket_note_tenant_id_author_staff_id_fkey: FOREIGN KEY (tenant_id, author_staff_id) REFERENCES app.staff_member(tenant_id, id)
  constraint ticket_note_tenant_id_client_id_contract_id_ticket_id_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint ticket_note_pkey: PRIMARY KEY (tenant_id, id)
  constraint ticket_note_tenant_id_author_staff_id_request_id_key: UNIQUE (tenant_id, author_staff_id, request_id)
  constraint ticket_note_tenant_id_client_id_contract_id_id_key: UNIQUE (tenant_id, client_id, contract_id, id)
  index: CREATE INDEX ticket_note_by_age ON app.ticket_note USING btree (tenant_id, created_at DESC)
  index: CREATE INDEX ticket_note_by_ticket ON app.ticket_note USING btree (tenant_id, client_id, contract_id, ticket_id)
  index: CREATE INDEX ticket_note_of_ticket ON app.ticket_note USING btree (tenant_id, ticket_id, created_at)
  index: CREATE INDEX ticket_note_search_for_staff ON app.ticket_note USING gin (tenant_id, search)
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (tenant_id, id, contract_id, ticket_id, search, created_at) to definer_search
  grant: select (id, ticket_id) to definer_thread
  grant: update (ticket_id) to definer_thread
  grant: insert (id, ticket_id, body, request_id) to staff
  grant: update (body) to staff
  policy definer_search_select: permissive for r to definer_search using (true) with check ()
  policy definer_thread_select: permissive for r to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_thread_update: permissive for w to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_thread'::name, 'definer_search'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_thread'::name, 'definer_search'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('reviewer'::app.project_role) AS staff_contracts)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('reviewer'::app.project_role) AS staff_contracts)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('reviewer'::app.project_role) AS staff_contracts)::uuid[])) AND (author_staff_id = ( SELECT app.staff_id() AS staff_id))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.ticket_note FOR EACH ROW EXECUTE FUNCTION app.announce('tickets')
  trigger: CREATE TRIGGER log_revision AFTER UPDATE OF body ON app.ticket_note FOR EACH ROW WHEN (((old.body)::text <> (new.body)::text)) EXECUTE FUNCTION app.log_revision('ticket_note')
  trigger: CREATE TRIGGER step_2_place BEFORE INSERT ON app.ticket_note FOR EACH ROW EXECUTE FUNCTION app.fill_ticket_keys('ticket_note')
  trigger: CREATE TRIGGER step_3_move BEFORE UPDATE ON app.ticket_note FOR EACH ROW WHEN ((old.ticket_id <> new.ticket_id)) EXECUTE FUNCTION app.fill_ticket_keys('ticket_note')
  trigger: CREATE TRIGGER step_4_keep BEFORE INSERT OR UPDATE ON app.ticket_note FOR EACH ROW EXECUTE FUNCTION app.text_before_write('ticket_note')

create table app.ticket_sla (
  tenant_id uuid not null,
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  first_response jsonb,
  resolution jsonb,
  next_run_at timestamp with time zone not null default now(),
  attempts smallint not null default 0,
  failure text,
  evaluated_at timestamp with time zone
);
  constraint ticket_sla_tenant_id_client_id_contract_id_ticket_id_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE ON DELETE CASCADE
  constraint ticket_sla_pkey: PRIMARY KEY (tenant_id, ticket_id)
  index: CREATE INDEX ticket_sla_by_ticket ON app.ticket_sla USING btree (tenant_id, client_id, contract_id, ticket_id)
  index: CREATE INDEX ticket_sla_due ON app.ticket_sla USING btree (next_run_at) WHERE (next_run_at < 'infinity'::timestamp with time zone)
  row security: t, forced: t
  grant: select to staff
  grant: select to worker
  grant: insert (tenant_id, client_id, contract_id, ticket_id, next_run_at) to definer_log
  grant: select (tenant_id, contract_id, ticket_id, next_run_at) to definer_log
  grant: update (next_run_at, attempts, failure) to definer_log
  grant: select (tenant_id, ticket_id, next_run_at) to definer_work
  grant: update (first_response, resolution, next_run_at, attempts, failure, evaluated_at) to worker
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy definer_log_select: permissive for r to definer_log using (true) with check ()
  policy definer_log_update: permissive for w to definer_log using (true) with check (true)
  policy definer_work_select: permissive for r to definer_work using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name, 'definer_work'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_log'::name, 'definer_work'::name])))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  policy worker_update: permissive for w to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ((tenant_id = ( SELECT app.work_tenant() AS work_tenant)))

create table app.ticket_status_transition (
  from_status app.ticket_status not null,
  to_status app.ticket_status not null,
  by_client boolean not null
);
  constraint ticket_status_transition_check: CHECK ((to_status <> from_status))
  constraint ticket_status_transition_pkey: PRIMARY KEY (from_status, to_status)
  row security: t, forced: t
  grant: select to definer_ticket
  policy definer_ticket_select: permissive for r to definer_ticket using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = 'definer_ticket'::name)) with check ((CURRENT_USER = 'definer_ticket'::name))
  trigger: CREATE TRIGGER immutable BEFORE DELETE OR UPDATE ON app.ticket_status_transition FOR EACH ROW EXECUTE FUNCTION app.refuse_change()

create table app.ticket_task (
  tenant_id uuid not null,
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  ticket_shared boolean not null,
  task_client_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  task_shared boolean not null,
  is_internal boolean not null default false,
  shared boolean not null generated always as ((ticket_shared AND task_shared AND (client_id = task_client_id) AND (NOT is_internal))) stored
);
  constraint ticket_task_tenant_id_client_id_contract_id_ticket_id_tick_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id, ticket_shared) REFERENCES app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint ticket_task_tenant_id_task_client_id_project_id_task_id_ta_fkey: FOREIGN KEY (tenant_id, task_client_id, project_id, task_id, task_shared) REFERENCES app.task(tenant_id, client_id, project_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
  constraint ticket_task_pkey: PRIMARY KEY (tenant_id, ticket_id, task_id)
  index: CREATE INDEX ticket_task_by_task ON app.ticket_task USING btree (tenant_id, task_client_id, project_id, task_id, task_shared)
  index: CREATE INDEX ticket_task_by_ticket ON app.ticket_task USING btree (tenant_id, client_id, contract_id, ticket_id, ticket_shared)
  index: CREATE INDEX ticket_task_for_client ON app.ticket_task USING btree (client_id, ticket_id) WHERE shared
  row security: t, forced: t
  grant: delete to staff
  grant: select to staff
  grant: select (ticket_id, task_id) to client
  grant: select (tenant_id, client_id, ticket_id, task_id) to definer_thread
  grant: update (ticket_id) to definer_thread
  grant: insert (ticket_id, task_id) to staff
  policy client_select: permissive for r to client using (((client_id = ( SELECT app.client_section('tickets'::app.section) AS client_section)) AND shared)) with check ()
  policy definer_thread_select: permissive for r to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy definer_thread_update: permissive for w to definer_thread using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy floor: restrictive for * to public using ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_thread'::name])))) with check ((shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_thread'::name]))))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[])))) with check ()
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.ticket_task FOR EACH ROW EXECUTE FUNCTION app.announce('tickets', 'ticket_id', 'task_id')
  trigger: CREATE TRIGGER step_1_place BEFORE INSERT ON app.ticket_task FOR EACH ROW EXECUTE FUNCTION app.fill_ticket_task_keys()
  trigger: CREATE TRIGGER step_2_move BEFORE UPDATE ON app.ticket_task FOR EACH ROW WHEN (((old.ticket_id <> new.ticket_id) OR (old.task_client_id <> new.task_client_id))) EXECUTE FUNCTION app.move_ticket_task()

create table app.time_entry (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  project_id uuid,
  task_id uuid,
  client_id uuid,
  contract_id uuid,
  ticket_id uuid,
  section app.section not null generated always as (
CASE
    WHEN (task_id IS NOT NULL) THEN 'projects'::app.section
    ELSE 'tickets'::app.section
END) stored,
  staff_member_id uuid not null,
  spent_on app.day not null,
  minutes integer,
  started_at timestamp with time zone,
  after_hours boolean not null default false,
  description text not null default ''::text,
  status app.time_entry_status not null default 'recorded'::app.time_entry_status,
  decided_by uuid,
  decided_at timestamp with time zone,
  decision_reason text not null default ''::text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);
  constraint time_entry_check: CHECK ((num_nonnulls(task_id, ticket_id) = 1))
  constraint time_entry_check1: CHECK (((task_id IS NULL) = (project_id IS NULL)))
  constraint time_entry_check2: CHECK ((((ticket_id IS NULL) = (contract_id IS NULL)) AND ((ticket_id IS NULL) = (client_id IS NULL))))
  constraint time_entry_check3: CHECK (((minutes IS NOT NULL) OR ((started_at IS NOT NULL) AND (status = 'recorded'::app.time_entry_status))))
  constraint time_entry_check4: CHECK (((decided_by IS NULL) = (decided_at IS NULL)))
  constraint time_entry_check5: CHECK (((status = 'recorded'::app.time_entry_status) = (decided_by IS NULL)))
  constraint time_entry_decision_reason_check: CHECK (((length(decision_reason) <= 500) AND (decision_reason IS NORMALIZED)))
  constraint time_entry_description_check: CHECK (((length(description) <= 2000) AND (description IS NORMALIZED)))
  constraint time_entry_minutes_check: CHECK (((minutes >= 1) AND (minutes <= 1440)))
  constraint time_entry_tenant_id_client_id_contract_id_ticket_id_fkey: FOREIGN KEY (tenant_id, client_id, contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
  constraint time_entry_tenant_id_decided_by_fkey: FOREIGN KEY (tenant_id, decided_by) REFERENCES app.staff_member(tenant_id, id)
  constraint time_entry_tenant_id_project_id_task_id_fkey: FOREIGN KEY (tenant_id, project_id, task_id) REFERENCES app.task(tenant_id, project_id, id)
  constraint time_entry_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint time_entry_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX time_entry_by_decider ON app.time_entry USING btree (tenant_id, decided_by) WHERE (decided_by IS NOT NULL)
  index: CREATE INDEX time_entry_by_person ON app.time_entry USING btree (tenant_id, staff_member_id, spent_on)
  index: CREATE INDEX time_entry_by_task ON app.time_entry USING btree (tenant_id, project_id, task_id, spent_on) WHERE (task_id IS NOT NULL)
  index: CREATE INDEX time_entry_by_ticket ON app.time_entry USING btree (tenant_id, client_id, contract_id, ticket_id) WHERE (ticket_id IS NOT NULL)
  index: CREATE INDEX time_entry_of_ticket ON app.time_entry USING btree (tenant_id, ticket_id, spent_on) WHERE (ticket_id IS NOT NULL)
  index: CREATE INDEX time_entry_to_decide ON app.time_entry USING btree (tenant_id, project_id, spent_on) WHERE (status = 'recorded'::app.time_entry_status)
  index: CREATE INDEX time_entry_to_decide_on_tickets ON app.time_entry USING btree (tenant_id, contract_id, spent_on) WHERE (status = 'recorded'::app.time_entry_status)
  index: CREATE UNIQUE INDEX time_entry_one_running ON app.time_entry USING btree (tenant_id, staff_member_id) WHERE (minutes IS NULL)
  row security: t, forced: t
  grant: select to definer_time
  grant: delete to staff
  grant: select to staff
  grant: update (status, decision_reason) to definer_time
  grant: insert (id, project_id, task_id, ticket_id, spent_on, minutes, started_at, after_hours, description) to staff
  grant: update (spent_on, minutes, started_at, after_hours, description) to staff
  policy definer_time_select: permissive for r to definer_time using (true) with check ()
  policy definer_time_update: permissive for w to definer_time using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[]))) AND ((staff_member_id <> ( SELECT app.staff_id() AS staff_id)) OR ( SELECT app.approves_own_time() AS approves_own_time)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[]))) AND ((staff_member_id <> ( SELECT app.staff_id() AS staff_id)) OR ( SELECT app.approves_own_time() AS approves_own_time))))
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_time'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_time'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])) OR ((staff_member_id = ( SELECT app.staff_id() AS staff_id)) AND ((project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))) AND (status <> 'approved'::app.time_entry_status))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[]))))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])) OR ((staff_member_id = ( SELECT app.staff_id() AS staff_id)) AND ((project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[]))))))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('manager'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('manager'::app.project_role) AS staff_contracts)::uuid[])) OR ((staff_member_id = ( SELECT app.staff_id() AS staff_id)) AND ((project_id = ANY (( SELECT app.staff_projects('contributor'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('contributor'::app.project_role) AS staff_contracts)::uuid[])))))))
  trigger: CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.time_entry FOR EACH ROW EXECUTE FUNCTION app.announce('section')
  trigger: CREATE TRIGGER check_changed_days AFTER UPDATE ON app.time_entry REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION app.check_time_days()
  trigger: CREATE TRIGGER check_days AFTER INSERT ON app.time_entry REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION app.check_time_days()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.time_entry FOR EACH ROW EXECUTE FUNCTION app.time_entry_before_write()

create table app.upload (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid,
  client_user_id uuid,
  staff_member_id uuid,
  name app.seen_text not null,
  size_bytes bigint not null,
  writer_epoch integer not null default 0,
  received_at timestamp with time zone,
  expires_at timestamp with time zone not null default (now() + '24:00:00'::interval)
);
  constraint upload_check: CHECK (((num_nonnulls(client_user_id, staff_member_id) = 1) AND ((client_id IS NULL) = (client_user_id IS NULL))))
  constraint upload_name_check: CHECK (((length((name)::text) <= 255) AND (name IS NORMALIZED)))
  constraint upload_size_bytes_check: CHECK ((size_bytes >= 0))
  constraint upload_tenant_id_client_id_client_user_id_fkey: FOREIGN KEY (tenant_id, client_id, client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE
  constraint upload_tenant_id_fkey: FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
  constraint upload_tenant_id_staff_member_id_fkey: FOREIGN KEY (tenant_id, staff_member_id) REFERENCES app.staff_member(tenant_id, id)
  constraint upload_pkey: PRIMARY KEY (tenant_id, id)
  constraint upload_id_key: UNIQUE (id)
  index: CREATE INDEX upload_by_client_user ON app.upload USING btree (client_user_id) WHERE (client_user_id IS NOT NULL)
  index: CREATE INDEX upload_by_expiry ON app.upload USING btree (expires_at)
  index: CREATE INDEX upload_by_staff ON app.upload USING btree (tenant_id, staff_member_id) WHERE (staff_member_id IS NOT NULL)
  index: CREATE INDEX upload_of_client ON app.upload USING btree (tenant_id, client_id, client_user_id) WHERE (client_id IS NOT NULL)
  row security: t, forced: t
  grant: delete to definer_comment
  grant: select to definer_comment
  grant: delete to definer_file
  grant: select to definer_file
  grant: delete to definer_ticket
  grant: select to definer_ticket
  grant: delete to staff
  grant: select to staff
  grant: delete to worker
  grant: select to worker
  grant: select (id, name, size_bytes, writer_epoch, received_at, expires_at) to client
  grant: insert (tenant_id, id, client_id, client_user_id, name, size_bytes) to definer_file
  grant: update (writer_epoch, received_at) to definer_file
  grant: select (tenant_id, id, expires_at) to definer_work
  grant: insert (id, name, size_bytes) to staff
  grant: update (writer_epoch, received_at) to staff
  policy client_select: permissive for r to client using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_comment_delete: permissive for d to definer_comment using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_comment_select: permissive for r to definer_comment using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_file_delete: permissive for d to definer_file using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_file_insert: permissive for a to definer_file using () with check ((client_user_id = ( SELECT app.client_writer() AS client_writer)))
  policy definer_file_select: permissive for r to definer_file using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_file_update: permissive for w to definer_file using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ((client_user_id = ( SELECT app.client_writer() AS client_writer)))
  policy definer_ticket_delete: permissive for d to definer_ticket using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_ticket_select: permissive for r to definer_ticket using ((client_user_id = ( SELECT app.client_writer() AS client_writer))) with check ()
  policy definer_work_select: permissive for r to definer_work using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'worker'::name, 'definer_file'::name, 'definer_ticket'::name, 'definer_comment'::name, 'definer_work'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name, 'worker'::name, 'definer_file'::name, 'definer_ticket'::name, 'definer_comment'::name, 'definer_work'::name])))
  policy staff_delete: permissive for d to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy staff_insert: permissive for a to staff using () with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy staff_update: permissive for w to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id))))
  policy worker_delete: permissive for d to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  policy worker_select: permissive for r to worker using ((tenant_id = ( SELECT app.work_tenant() AS work_tenant))) with check ()
  trigger: CREATE TRIGGER step_1_keep BEFORE INSERT ON app.upload FOR EACH ROW EXECUTE FUNCTION app.upload_before_write()

create table app.visibility_log (
  tenant_id uuid not null,
  id uuid not null default app.uuid_v7(),
  project_id uuid,
  contract_id uuid,
  client_id uuid,
  record_kind app.record_kind not null,
  record_id uuid not null,
  record_label text not null,
  from_visibility app.visibility,
  to_visibility app.visibility not null,
  reason text,
  seen jsonb,
  actor_staff_id uuid,
  actor_client_user_id uuid,
  actor_login name not null default SESSION_USER,
  changed_at timestamp with time zone not null default clock_timestamp()
);
  constraint visibility_log_check: CHECK ((num_nonnulls(project_id, contract_id) = 1))
  constraint visibility_log_check1: CHECK ((num_nonnulls(actor_staff_id, actor_client_user_id) <= 1))
  constraint visibility_log_reason_check: CHECK ((reason IS NORMALIZED))
  constraint visibility_log_record_label_check: CHECK ((record_label IS NORMALIZED))
  constraint visibility_log_pkey: PRIMARY KEY (tenant_id, id)
  index: CREATE INDEX visibility_log_by_client_user ON app.visibility_log USING btree (tenant_id, actor_client_user_id, changed_at DESC) WHERE (actor_client_user_id IS NOT NULL)
  index: CREATE INDEX visibility_log_by_contract ON app.visibility_log USING btree (tenant_id, contract_id, changed_at DESC) WHERE (contract_id IS NOT NULL)
  index: CREATE INDEX visibility_log_by_project ON app.visibility_log USING btree (tenant_id, project_id, changed_at DESC)
  index: CREATE INDEX visibility_log_by_record ON app.visibility_log USING btree (tenant_id, record_id, changed_at DESC)
  index: CREATE INDEX visibility_log_by_time ON app.visibility_log USING btree (tenant_id, changed_at DESC)
  row security: t, forced: t
  grant: select to auditor
  grant: insert to definer_log
  grant: select to staff
  policy auditor_select: permissive for r to auditor using (true) with check ()
  policy definer_log_insert: permissive for a to definer_log using () with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_log'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff'::name, 'auditor'::name, 'definer_log'::name])))
  policy staff_select: permissive for r to staff using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND ((project_id = ANY (( SELECT app.staff_projects('observer'::app.project_role) AS staff_projects)::uuid[])) OR (contract_id = ANY (( SELECT app.staff_contracts('observer'::app.project_role) AS staff_contracts)::uuid[]))))) with check ()
  trigger: CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON app.visibility_log FOR EACH ROW EXECUTE FUNCTION app.refuse_change()
  trigger: CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON app.visibility_log FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change()

create table identity.client_attempt (
  subject_hash bytea not null,
  failures integer not null default 0,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now()
);
  constraint client_attempt_subject_hash_check: CHECK ((length(subject_hash) = 32))
  constraint client_attempt_pkey: PRIMARY KEY (subject_hash)
  index: CREATE INDEX client_attempt_by_time ON identity.client_attempt USING btree (last_at)
  row security: t, forced: t
  grant: delete to client_sign_in
  grant: insert to client_sign_in
  grant: select to client_sign_in
  grant: update to client_sign_in
  policy client_sign_in_delete: permissive for d to client_sign_in using (true) with check ()
  policy client_sign_in_insert: permissive for a to client_sign_in using () with check (true)
  policy client_sign_in_select: permissive for r to client_sign_in using (true) with check ()
  policy client_sign_in_update: permissive for w to client_sign_in using (true) with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = 'client_sign_in'::name)) with check ((CURRENT_USER = 'client_sign_in'::name))

create table identity.client_credential (
  tenant_id uuid not null,
  client_id uuid not null,
  client_user_id uuid not null,
  email text not null,
  can_sign_in boolean not null,
  password_hash text not null,
  changed_at timestamp with time zone not null default now()
);
  constraint client_credential_password_hash_check: CHECK ((password_hash ~~ '$argon2id$%'::text))
  constraint client_credential_tenant_id_client_id_client_user_id_email_fkey: FOREIGN KEY (tenant_id, client_id, client_user_id, email, can_sign_in) REFERENCES app.client_user(tenant_id, client_id, id, email, can_sign_in) ON UPDATE CASCADE ON DELETE CASCADE
  constraint client_credential_pkey: PRIMARY KEY (tenant_id, client_user_id)
  constraint client_credential_email_key: UNIQUE (email)
  index: CREATE INDEX client_credential_by_user ON identity.client_credential USING btree (tenant_id, client_id, client_user_id, email, can_sign_in)
  row security: t, forced: t
  grant: select to client_sign_in
  grant: update (password_hash, changed_at) to client_sign_in
  policy client_sign_in_select: permissive for r to client_sign_in using (true) with check ()
  policy client_sign_in_update: permissive for w to client_sign_in using (true) with check (true)
  policy floor: restrictive for * to public using ((CURRENT_USER = 'client_sign_in'::name)) with check ((CURRENT_USER = 'client_sign_in'::name))

create table identity.client_session (
  token_hash bytea not null,
  tenant_id uuid not null,
  client_id uuid not null,
  client_user_id uuid,
  can_sign_in boolean not null,
  sections app.section[] not null,
  login_role name not null default 'client_app'::name,
  viewer_session bytea,
  viewer_staff_id uuid,
  viewer_active boolean,
  viewer_role app.tenant_role,
  viewer_expires_at timestamp with time zone,
  view_id uuid,
  is_valid boolean not null generated always as ((can_sign_in AND COALESCE((viewer_active AND ((client_user_id IS NULL) OR (viewer_role >= 'manager'::app.tenant_role))), true))) stored,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ends_at timestamp with time zone not null generated always as (LEAST(expires_at, viewer_expires_at)) stored
);
  constraint client_session_check: CHECK ((login_role =
CASE
    WHEN (viewer_session IS NULL) THEN 'client_app'::text
    ELSE 'staff_app'::text
END))
  constraint client_session_check1: CHECK ((num_nonnulls(viewer_session, viewer_staff_id, viewer_active, viewer_role, viewer_expires_at) = ANY (ARRAY[0, 5])))
  constraint client_session_check2: CHECK (((client_user_id IS NOT NULL) OR (viewer_session IS NOT NULL)))
  constraint client_session_check3: CHECK (((view_id IS NULL) = ((viewer_session IS NULL) OR (client_user_id IS NULL))))
  constraint client_session_token_hash_check: CHECK ((length(token_hash) = 32))
  constraint client_session_tenant_id_client_id_client_user_id_can_sign_fkey: FOREIGN KEY (tenant_id, client_id, client_user_id, can_sign_in, sections) REFERENCES app.client_user(tenant_id, client_id, id, can_sign_in, granted_sections) ON UPDATE CASCADE ON DELETE CASCADE
  constraint client_session_tenant_id_viewer_staff_id_viewer_session_vi_fkey: FOREIGN KEY (tenant_id, viewer_staff_id, viewer_session, viewer_active, viewer_role, viewer_expires_at) REFERENCES identity.staff_session(tenant_id, staff_member_id, token_hash, active, role, expires_at) ON UPDATE CASCADE ON DELETE CASCADE
  constraint client_session_pkey: PRIMARY KEY (token_hash)
  index: CREATE INDEX client_session_by_expiry ON identity.client_session USING btree (expires_at)
  index: CREATE INDEX client_session_by_user ON identity.client_session USING btree (tenant_id, client_id, client_user_id, can_sign_in, sections)
  index: CREATE INDEX client_session_by_viewer ON identity.client_session USING btree (tenant_id, viewer_staff_id, viewer_session, viewer_active, viewer_role, viewer_expires_at) WHERE (viewer_session IS NOT NULL)
  row security: t, forced: t
  grant: delete to client_sign_in
  grant: select to client_sign_in
  grant: select to definer_identity
  grant: delete to definer_session
  grant: delete to definer_view
  grant: insert (token_hash, tenant_id, client_id, client_user_id, expires_at) to client_sign_in
  grant: update (expires_at) to client_sign_in
  grant: select (token_hash) to definer_session
  grant: insert (token_hash, tenant_id, client_id, client_user_id, login_role, viewer_session, viewer_staff_id, view_id, expires_at) to definer_view
  grant: select (token_hash, view_id, expires_at) to definer_view
  policy client_sign_in_delete: permissive for d to client_sign_in using ((login_role = 'client_app'::name)) with check ()
  policy client_sign_in_insert: permissive for a to client_sign_in using () with check (true)
  policy client_sign_in_select: permissive for r to client_sign_in using ((login_role = 'client_app'::name)) with check ()
  policy client_sign_in_update: permissive for w to client_sign_in using ((login_role = 'client_app'::name)) with check ((login_role = 'client_app'::name))
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy definer_session_delete: permissive for d to definer_session using (true) with check ()
  policy definer_session_select: permissive for r to definer_session using (true) with check ()
  policy definer_view_delete: permissive for d to definer_view using (((login_role = 'staff_app'::name) AND (tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (viewer_staff_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy definer_view_insert: permissive for a to definer_view using () with check (((login_role = 'staff_app'::name) AND (tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (viewer_staff_id = ( SELECT app.staff_id() AS staff_id))))
  policy definer_view_select: permissive for r to definer_view using (((login_role = 'staff_app'::name) AND (tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (viewer_staff_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['client_sign_in'::name, 'definer_identity'::name, 'definer_view'::name, 'definer_session'::name]))) with check ((CURRENT_USER = ANY (ARRAY['client_sign_in'::name, 'definer_identity'::name, 'definer_view'::name, 'definer_session'::name])))
  trigger: CREATE TRIGGER announce_end AFTER DELETE ON identity.client_session FOR EACH ROW EXECUTE FUNCTION app.announce_session_end('viewer_staff_id', 'client_user_id')
  trigger: CREATE TRIGGER end_session AFTER UPDATE ON identity.client_session FOR EACH ROW WHEN ((old.is_valid <> new.is_valid)) EXECUTE FUNCTION identity.end_session()
  trigger: CREATE TRIGGER step_1_begin BEFORE INSERT ON identity.client_session FOR EACH ROW EXECUTE FUNCTION identity.begin_client_session()

create table identity.live_key (
  only_row boolean not null default true,
  secret text not null default ((gen_random_uuid())::text || (gen_random_uuid())::text)
);
  constraint live_key_only_row_check: CHECK (only_row)
  constraint live_key_pkey: PRIMARY KEY (only_row)
  row security: t, forced: t
  grant: select to definer_live
  policy definer_live_select: permissive for r to definer_live using (true) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = 'definer_live'::name)) with check ((CURRENT_USER = 'definer_live'::name))

create table identity.staff_attempt (
  subject_hash bytea not null,
  failures integer not null default 0,
  first_at timestamp with time zone not null default now(),
  last_at timestamp with time zone not null default now()
);
  constraint staff_attempt_subject_hash_check: CHECK ((length(subject_hash) = 32))
  constraint staff_attempt_pkey: PRIMARY KEY (subject_hash)
  index: CREATE INDEX staff_attempt_by_time ON identity.staff_attempt USING btree (last_at)
  row security: t, forced: t
  grant: delete to staff_sign_in
  grant: insert to staff_sign_in
  grant: select to staff_sign_in
  grant: update to staff_sign_in
  policy floor: restrictive for * to public using ((CURRENT_USER = 'staff_sign_in'::name)) with check ((CURRENT_USER = 'staff_sign_in'::name))
  policy staff_sign_in_delete: permissive for d to staff_sign_in using (true) with check ()
  policy staff_sign_in_insert: permissive for a to staff_sign_in using () with check (true)
  policy staff_sign_in_select: permissive for r to staff_sign_in using (true) with check ()
  policy staff_sign_in_update: permissive for w to staff_sign_in using (true) with check (true)

create table identity.staff_credential (
  tenant_id uuid not null,
  staff_member_id uuid not null,
  email text not null,
  can_sign_in boolean not null,
  password_hash text not null,
  changed_at timestamp with time zone not null default now()
);
  constraint staff_credential_password_hash_check: CHECK ((password_hash ~~ '$argon2id$%'::text))
  constraint staff_credential_tenant_id_staff_member_id_email_can_sign__fkey: FOREIGN KEY (tenant_id, staff_member_id, email, can_sign_in) REFERENCES app.staff_member(tenant_id, id, email, active) ON UPDATE CASCADE ON DELETE CASCADE
  constraint staff_credential_pkey: PRIMARY KEY (tenant_id, staff_member_id)
  constraint staff_credential_email_key: UNIQUE (email)
  index: CREATE INDEX staff_credential_by_member ON identity.staff_credential USING btree (tenant_id, staff_member_id, email, can_sign_in)
  row security: t, forced: t
  grant: select to staff_sign_in
  grant: update (password_hash, changed_at) to staff_sign_in
  policy floor: restrictive for * to public using ((CURRENT_USER = 'staff_sign_in'::name)) with check ((CURRENT_USER = 'staff_sign_in'::name))
  policy staff_sign_in_select: permissive for r to staff_sign_in using (true) with check ()
  policy staff_sign_in_update: permissive for w to staff_sign_in using (true) with check (true)

create table identity.staff_session (
  token_hash bytea not null,
  tenant_id uuid not null,
  staff_member_id uuid not null,
  active boolean not null,
  role app.tenant_role not null,
  login_role name not null default 'staff_app'::name,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null
);
  constraint staff_session_login_role_check: CHECK ((login_role = 'staff_app'::name))
  constraint staff_session_token_hash_check: CHECK ((length(token_hash) = 32))
  constraint staff_session_tenant_id_staff_member_id_active_role_fkey: FOREIGN KEY (tenant_id, staff_member_id, active, role) REFERENCES app.staff_member(tenant_id, id, active, role) ON UPDATE CASCADE ON DELETE CASCADE
  constraint staff_session_pkey: PRIMARY KEY (token_hash)
  constraint staff_session_tenant_id_staff_member_id_token_hash_active_r_key: UNIQUE (tenant_id, staff_member_id, token_hash, active, role, expires_at)
  index: CREATE INDEX staff_session_by_expiry ON identity.staff_session USING btree (expires_at)
  index: CREATE INDEX staff_session_by_member ON identity.staff_session USING btree (tenant_id, staff_member_id, active, role)
  row security: t, forced: t
  grant: select to definer_identity
  grant: delete to definer_session
  grant: delete to staff_sign_in
  grant: select to staff_sign_in
  grant: select (token_hash) to definer_session
  grant: select (token_hash, active, role, expires_at) to definer_view
  grant: insert (token_hash, tenant_id, staff_member_id, expires_at) to staff_sign_in
  grant: update (expires_at) to staff_sign_in
  policy definer_identity_select: permissive for r to definer_identity using (true) with check ()
  policy definer_session_delete: permissive for d to definer_session using (true) with check ()
  policy definer_session_select: permissive for r to definer_session using (true) with check ()
  policy definer_view_select: permissive for r to definer_view using (((tenant_id = ( SELECT app.staff_tenant() AS staff_tenant)) AND (staff_member_id = ( SELECT app.staff_id() AS staff_id)))) with check ()
  policy floor: restrictive for * to public using ((CURRENT_USER = ANY (ARRAY['staff_sign_in'::name, 'definer_identity'::name, 'definer_view'::name, 'definer_session'::name]))) with check ((CURRENT_USER = ANY (ARRAY['staff_sign_in'::name, 'definer_identity'::name, 'definer_view'::name, 'definer_session'::name])))
  policy staff_sign_in_delete: permissive for d to staff_sign_in using (true) with check ()
  policy staff_sign_in_insert: permissive for a to staff_sign_in using () with check (true)
  policy staff_sign_in_select: permissive for r to staff_sign_in using (true) with check ()
  policy staff_sign_in_update: permissive for w to staff_sign_in using (true) with check (true)
  trigger: CREATE TRIGGER announce_end AFTER DELETE ON identity.staff_session FOR EACH ROW EXECUTE FUNCTION app.announce_session_end('staff_member_id')
  trigger: CREATE TRIGGER end_session AFTER UPDATE ON identity.staff_session FOR EACH ROW WHEN ((old.active <> new.active)) EXECUTE FUNCTION identity.end_session()
  trigger: CREATE TRIGGER step_1_begin BEFORE INSERT ON identity.staff_session FOR EACH ROW EXECUTE FUNCTION identity.begin_staff_session()

CREATE OR REPLACE FUNCTION app.announce()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  row_before jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
  row_after jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
  any_row jsonb := coalesce(row_after, row_before);
  topic text := coalesce(any_row ->> tg_argv[0], tg_argv[0]);
  was_shared boolean := coalesce((row_before ->> 'shared')::boolean, false);
  is_shared boolean := coalesce((row_after ->> 'shared')::boolean, false);
begin
  perform pg_notify(app.live_channel('tenant', (any_row ->> 'tenant_id')::uuid, topic), '');
  if was_shared <> is_shared
     or (is_shared and exists (
       select from unnest(tg_argv[1:]) granted
        where row_before -> granted is distinct from row_after -> granted
     )) then
    -- A record that has moved to another client is gone for the one before.
    perform pg_notify(app.live_channel('client', (coalesce(row_before, row_after) ->> 'client_id')::uuid, topic), '');
  end if;
  return null;
end $function$
  owner: definer_live
  execute: definer_live, portal_owner

CREATE OR REPLACE FUNCTION app.announce_session_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := (
    select to_jsonb(old) ->> named.col from unnest(tg_argv) with ordinality as named (col, nth)
     where to_jsonb(old) ->> named.col is not null order by nth limit 1
  );
begin
  perform pg_notify(app.live_channel('person', person, 'session'), '');
  return null;
end $function$
  owner: definer_live
  execute: definer_live, portal_owner

CREATE OR REPLACE FUNCTION app.apart(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN CASE WHEN (octet_length(words) = length(words)) THEN words ELSE regexp_replace(words, '([\u3005-\u3007\u3040-\u3098\u309b-\u30fa\u30fc-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e50-\u0e5b\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0ed0-\u0edf\u1000-\u102a\u103f-\u1055\u1780-\u17b3\u17d7-\u17dc\u17e0-\u17e9][\u3099\u309a\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u17dd]*)'::text, '\1'::text, 'g'::text) END
  owner: portal_owner
  execute: client, definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, portal_owner, staff, worker

CREATE OR REPLACE FUNCTION app.apply_support_terms()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'escalation_step' then
    update app.ticket_sla s set next_run_at = now(), attempts = 0
     where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id and s.next_run_at > now()
       and exists (
         select from app.ticket t
          where t.tenant_id = s.tenant_id and t.id = s.ticket_id and t.status not in ('resolved', 'closed')
       );
    return null;
  end if;
  update app.ticket t
     set sla_status = case when new.sla_disclosure <> 'nothing' then t.sla_status end,
         sla_due_at = case when new.sla_disclosure = 'countdown' then t.sla_due_at end
   where t.tenant_id = new.tenant_id and t.contract_id = new.contract_id
     and (t.sla_due_at is not null and new.sla_disclosure <> 'countdown' or t.sla_status is not null and new.sla_disclosure = 'nothing');
  update app.ticket_sla s set next_run_at = now(), attempts = 0
   where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id and s.next_run_at > now();
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.approves_own_time()
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return coalesce((select t.approve_own_time from app.tenant t where t.tenant_id = app.staff_tenant()), false);
end $function$
  owner: definer_time
  execute: definer_time, staff

CREATE OR REPLACE FUNCTION app.asked(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN app.plain(regexp_replace("left"(words, 200), '(^|\s|-)[‘‚‛](.+?)[’‘](?=\s|$)'::text, '\1"\2"'::text, 'g'::text))
  owner: portal_owner
  execute: client, definer_search, portal_owner, staff

CREATE OR REPLACE FUNCTION app.attach(uploads uuid[], ticket uuid, message uuid, comment uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  taken integer;
  wanted integer := (select count(distinct u) from unnest(uploads) as u);
begin
  if wanted = 0 then
    return;
  end if;
  with received as (
    delete from app.upload u where u.id = any (uploads) and u.received_at is not null
    returning u.tenant_id, u.id, u.name, u.size_bytes, u.client_user_id
  )
  insert into app.attachment (tenant_id, id, ticket_id, message_id, comment_id, name, size_bytes, author_client_user_id, author_name, visibility)
  select r.tenant_id, r.id, ticket, message, comment, r.name, r.size_bytes, r.client_user_id, p.name, 'client_visible'
    from received r join app.client_user p on p.id = r.client_user_id;
  get diagnostics taken = row_count;
  if taken <> wanted then
    raise foreign_key_violation using message = 'no such upload';
  end if;
end $function$
  owner: portal_owner
  execute: definer_comment, definer_ticket, portal_owner

CREATE OR REPLACE FUNCTION app.attachment_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  first_flag app.visibility;
begin
  if tg_op = 'INSERT' then
    if current_user = 'staff' then
      new.tenant_id := app.staff_tenant();
      new.author_staff_id := app.staff_id();
      select m.display_name into new.author_name from app.staff_member m
       where m.tenant_id = new.tenant_id and m.id = new.author_staff_id;
      delete from app.upload u
       where u.tenant_id = new.tenant_id and u.id = new.id and u.staff_member_id = new.author_staff_id and u.received_at is not null
      returning u.name, u.size_bytes into new.name, new.size_bytes;
      if not found then
        raise foreign_key_violation using message = 'no such upload';
      end if;
    end if;
    case
      when new.ticket_id is not null then
        select t.client_id, t.contract_id, t.shared, t.visibility into new.client_id, new.contract_id, new.ticket_shared, first_flag
          from app.ticket t where t.tenant_id = new.tenant_id and t.id = new.ticket_id;
      when new.message_id is not null then
        select m.client_id, m.contract_id, m.shared, m.visibility into new.client_id, new.contract_id, new.message_shared, first_flag
          from app.message m where m.tenant_id = new.tenant_id and m.id = new.message_id;
      when new.ticket_note_id is not null then
        select n.client_id, n.contract_id, 'internal_only' into new.client_id, new.contract_id, first_flag
          from app.ticket_note n where n.tenant_id = new.tenant_id and n.id = new.ticket_note_id;
      when new.task_id is not null then
        select t.client_id, t.project_id, t.shared, app.default_visibility(t.tenant_id, t.project_id, 'attachment')
          into new.client_id, new.project_id, new.task_shared, first_flag
          from app.task t where t.tenant_id = new.tenant_id and t.id = new.task_id;
      else
        select c.client_id, c.project_id, c.shared, c.visibility into new.client_id, new.project_id, new.comment_shared, first_flag
          from app.comment c where c.tenant_id = new.tenant_id and c.id = new.comment_id;
    end case;
    if new.client_id is null then
      raise foreign_key_violation using message = 'nothing to attach it to';
    end if;
    new.visibility := coalesce(new.visibility, first_flag);
  else
    if new.client_id <> old.client_id then
      new.visibility := 'internal_only';
      new.author_client_user_id := null;
    end if;
    if new.ticket_id <> old.ticket_id then
      select t.contract_id, t.shared into new.contract_id, new.ticket_shared
        from app.ticket t where t.tenant_id = new.tenant_id and t.id = new.ticket_id and t.client_id = new.client_id;
      if not found then
        raise foreign_key_violation using message = 'no such ticket';
      end if;
      -- As with messages: a merge shows nobody what was hidden.
      if new.ticket_shared and not old.shared then
        new.visibility := 'internal_only';
      end if;
    end if;
    if current_user in ('definer_share', 'definer_thread') then
      new.version := old.version + 1;
      new.updated_at := now();
    end if;
  end if;
  if new.visibility = 'internal_only' or new.ticket_note_id is not null
     or not coalesce(new.ticket_shared, new.message_shared, new.task_shared, new.comment_shared, false) then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.begin_client_view(person uuid, token_hash bytea)
 RETURNS uuid
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid := app.staff_tenant();
  view_id uuid := app.uuid_v7();
  client uuid;
  until timestamptz := now() + interval '30 minutes';
begin
  select u.client_id into client from app.client_user u where u.tenant_id = tenant and u.id = person and u.can_sign_in;
  if not found then
    return null;
  end if;
  delete from identity.client_session s where s.expires_at <= now();
  insert into app.client_view (tenant_id, id, client_id, client_user_id, staff_member_id, expires_at)
  values (tenant, view_id, client, person, app.staff_id(), until);
  insert into identity.client_session
    (token_hash, tenant_id, client_id, client_user_id, login_role, viewer_session, viewer_staff_id, view_id, expires_at)
  values (
    begin_client_view.token_hash, tenant, client, person, 'staff_app',
    sha256(convert_to(current_setting('app.session', true), 'UTF8')), app.staff_id(), view_id, until
  );
  return view_id;
end $function$
  owner: definer_view
  execute: definer_view, staff

CREATE OR REPLACE FUNCTION app.begin_preview(project uuid, token_hash bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid;
  client uuid;
begin
  select p.tenant_id, p.client_id into tenant, client from app.project p where p.id = project;
  if not found then
    return false;
  end if;
  insert into identity.client_session
    (token_hash, tenant_id, client_id, login_role, viewer_session, viewer_staff_id, expires_at)
  values (
    begin_preview.token_hash, tenant, client, 'staff_app',
    sha256(convert_to(current_setting('app.session', true), 'UTF8')), app.staff_id(), now() + interval '1 minute'
  );
  return true;
end $function$
  owner: definer_view
  execute: definer_view, staff

CREATE OR REPLACE FUNCTION app.begin_ticket_preview(ticket uuid, token_hash bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid;
  client uuid;
begin
  select t.tenant_id, t.client_id into tenant, client from app.ticket t where t.id = ticket;
  if not found then
    return false;
  end if;
  insert into identity.client_session
    (token_hash, tenant_id, client_id, login_role, viewer_session, viewer_staff_id, expires_at)
  values (
    begin_ticket_preview.token_hash, tenant, client, 'staff_app',
    sha256(convert_to(current_setting('app.session', true), 'UTF8')), app.staff_id(), now() + interval '1 minute'
  );
  return true;
end $function$
  owner: definer_view
  execute: definer_view, staff

CREATE OR REPLACE FUNCTION app.begin_upload(name text, size_bytes bigint)
 RETURNS uuid
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := app.client_writer();
  limit_bytes bigint := (select t.upload_limit_bytes from app.tenant t where t.tenant_id = app.client_tenant());
  new_id uuid := gen_random_uuid();
begin
  if person is null then
    return null;
  end if;
  -- Two that are begun at the same moment must not both be the last that there is room for.
  perform pg_advisory_xact_lock(hashtextextended(person::text, 0));
  if (select coalesce(sum(u.size_bytes), 0) + begin_upload.size_bytes > 20 * limit_bytes or count(*) >= 100
        from app.upload u where u.client_user_id = person) then
    raise check_violation using message = 'too many files are waiting to be attached';
  end if;
  insert into app.upload (tenant_id, id, client_id, client_user_id, name, size_bytes)
  values (app.client_tenant(), new_id, app.client_id(), person, begin_upload.name, begin_upload.size_bytes);
  return new_id;
end $function$
  owner: definer_file
  execute: client, definer_file

CREATE OR REPLACE FUNCTION app.bump_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if current_user in ('staff', 'definer_share', 'definer_plan', 'definer_review') then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.check_time_days()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  days refcursor;
  one record;
  begins date;
  total bigint;
begin
  -- In one order, so that two statements over several days do not wait for each other.
  if tg_op = 'INSERT' then
    open days for
      select distinct w.tenant_id, w.staff_member_id, w.spent_on, w.project_id, w.contract_id from written w
       order by 1, 2, 3, 4, 5;
  else
    open days for
      select distinct w.tenant_id, w.staff_member_id, w.spent_on, w.project_id, w.contract_id
        from written w join before b on b.tenant_id = w.tenant_id and b.id = w.id
       where (w.spent_on, w.minutes, w.status = 'rejected') is distinct from (b.spent_on, b.minutes, b.status = 'rejected')
       order by 1, 2, 3, 4, 5;
  end if;
  loop
    fetch days into one;
    exit when not found;
    if one.spent_on > (now() at time zone 'UTC')::date + 1 then
      raise check_violation using message = 'no time is spent after tomorrow', constraint = 'time_entry_ahead';
    end if;
    select greatest(p.starts_on, c.starts_on) into begins
      from (select one.project_id as id) w
      left join app.project p on p.tenant_id = one.tenant_id and p.id = w.id
      left join app.contract c on c.tenant_id = one.tenant_id and c.id = coalesce(one.contract_id, p.contract_id);
    if one.spent_on < begins then
      raise check_violation using
        message = 'time lies before its project or contract begins', constraint = 'time_entry_early', detail = begins::text;
    end if;
    -- What two transactions write at once is seen by the second: its sum is read after the lock.
    perform pg_advisory_xact_lock(hashtextextended(one.staff_member_id || ' ' || one.spent_on, 2));
    select sum(e.minutes) into total
      from app.time_entry e
     where e.tenant_id = one.tenant_id and e.staff_member_id = one.staff_member_id and e.spent_on = one.spent_on
       and e.status <> 'rejected';
    if total > 1440 then
      raise check_violation using
        message = 'a person''s day has 24 hours', constraint = 'time_entry_day_full', detail = total::text;
    end if;
  end loop;
  return null;
end $function$
  owner: definer_time
  execute: definer_time, portal_owner

CREATE OR REPLACE FUNCTION app.client_contracts()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return array(select c.contract_id from app.contract_client c where c.client_id = app.client_section('tickets'));
end $function$
  owner: definer_identity
  execute: client, definer_identity, definer_ticket

CREATE OR REPLACE FUNCTION app.client_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$
  owner: definer_identity
  execute: client, definer_file, definer_identity, definer_receipt, definer_visit

CREATE OR REPLACE FUNCTION app.client_live(wanted app.section)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return array[
    app.live_channel('client', app.client_section(wanted), wanted::text),
    app.live_channel('person', coalesce(app.client_viewer(), app.client_user_id()), 'session')
  ];
end $function$
  owner: definer_live
  execute: client, definer_live

CREATE OR REPLACE FUNCTION app.client_me(OUT client_user_id uuid, OUT tenant_id uuid, OUT client_id uuid, OUT name text, OUT email text, OUT role app.client_role, OUT sections text[])
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  select u.id, u.tenant_id, u.client_id, u.name, u.email, u.role,
         u.granted_sections::text[]
    into client_user_id, tenant_id, client_id, name, email, role, sections
    from app.client_user u
   where u.id = app.client_user_id();
end $function$
  owner: definer_identity
  execute: client, definer_identity

CREATE OR REPLACE FUNCTION app.client_section(wanted app.section)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid
     and wanted = any (s.sections);
  return found_id;
end $function$
  owner: definer_identity
  execute: client, definer_comment, definer_identity, definer_live, definer_receipt, definer_search, definer_team, definer_ticket

CREATE OR REPLACE FUNCTION app.client_tenant()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.tenant_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$
  owner: definer_identity
  execute: client, definer_file, definer_identity, definer_receipt, definer_ticket, definer_visit

CREATE OR REPLACE FUNCTION app.client_user_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_user_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$
  owner: definer_identity
  execute: client, definer_identity, definer_live, definer_team

CREATE OR REPLACE FUNCTION app.client_viewer()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.viewer_staff_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid;
  return found_id;
end $function$
  owner: definer_identity
  execute: definer_identity, definer_live

CREATE OR REPLACE FUNCTION app.client_writer()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.client_user_id into found_id
    from identity.client_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.ends_at > statement_timestamp()
     and s.is_valid
     and s.viewer_session is null;
  return found_id;
end $function$
  owner: definer_identity
  execute: client, definer_comment, definer_file, definer_identity, definer_log, definer_receipt, definer_team, definer_ticket, definer_visit

CREATE OR REPLACE FUNCTION app.comment_on_task(task uuid, body text, uploads uuid[], request uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  author uuid := app.client_writer();
  new_id uuid := gen_random_uuid();
begin
  if author is null or request is null then
    return null;
  end if;
  if exists (
    select from app.task t join app.project p on p.id = t.project_id where t.id = task and p.client_may_comment
  ) then
    insert into app.comment (id, task_id, body, author_client_user_id, author_name, request_id, visibility)
    select new_id, task, comment_on_task.body, author, u.name, request, 'client_visible'
      from app.client_user u where u.id = author
    on conflict (tenant_id, author_client_user_id, request_id) do nothing;
    if found then
      perform app.attach(uploads, null, null, new_id);
      return new_id;
    end if;
  end if;
  return (
    select c.id from app.comment c
     where c.author_client_user_id = author and c.request_id = request and c.task_id = task
  );
end $function$
  owner: definer_comment
  execute: client, definer_comment

CREATE OR REPLACE FUNCTION app.decide_time(entries uuid[], decision app.time_entry_status, reason text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  decided integer;
begin
  update app.time_entry e set status = decision, decision_reason = reason
   where e.id = any (entries) and (e.status = 'recorded') <> (decision = 'recorded');
  get diagnostics decided = row_count;
  return decided;
end $function$
  owner: definer_time
  execute: definer_time, staff

CREATE OR REPLACE FUNCTION app.default_visibility(tenant uuid, project uuid, kind app.record_kind)
 RETURNS app.visibility
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return coalesce(
    (select d.visibility from app.project_default d
      where d.tenant_id = tenant and d.project_id = project and d.record_kind = kind),
    'internal_only'
  );
end $function$
  owner: portal_owner
  execute: portal_owner, staff

CREATE OR REPLACE FUNCTION app.drop_upload(upload uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  delete from app.upload u where u.id = upload;
  return found;
end $function$
  owner: definer_file
  execute: client, definer_file

CREATE OR REPLACE FUNCTION app.due_tickets(most integer)
 RETURNS TABLE(tenant_id uuid, ticket_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return query select s.tenant_id, s.ticket_id from app.ticket_sla s where s.next_run_at <= now() order by s.next_run_at limit most;
end $function$
  owner: definer_work
  execute: definer_work, worker

CREATE OR REPLACE FUNCTION app.end_client_view(view_id uuid, token_hash bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  delete from identity.client_session s
   where s.token_hash = end_client_view.token_hash and s.view_id = end_client_view.view_id;
  if not found then
    return false;
  end if;
  update app.client_view v set ended_at = least(now(), v.expires_at)
   where v.id = end_client_view.view_id and v.tenant_id = app.staff_tenant();
  return true;
end $function$
  owner: definer_view
  execute: definer_view, staff

CREATE OR REPLACE FUNCTION app.end_old_transactions()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  old_one integer;
  ended integer := 0;
begin
  for old_one in
    select a.pid from pg_stat_get_activity(null) a
      join pg_roles r on r.oid = a.usesysid and r.rolname in ('client_app', 'client_auth')
      join pg_database d on d.oid = a.datid and d.datname = current_database()
     where a.backend_type = 'client backend' and a.xact_start < clock_timestamp() - interval '30 seconds'
  loop
    if pg_terminate_backend(old_one) then
      ended := ended + 1;
    end if;
  end loop;
  return ended;
end $function$
  owner: definer_signal
  execute: definer_signal, worker

CREATE OR REPLACE FUNCTION app.expired_uploads(most integer)
 RETURNS TABLE(tenant_id uuid, upload_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return query select u.tenant_id, u.id from app.upload u where u.expires_at <= now() order by u.expires_at limit most;
end $function$
  owner: definer_work
  execute: definer_work, worker

CREATE OR REPLACE FUNCTION app.files_to_check(most integer)
 RETURNS TABLE(tenant_id uuid, attachment_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return query
    select a.tenant_id, a.id from app.attachment a where a.state = 'checking' and a.next_run_at <= now() and a.next_run_at < 'infinity' order by a.next_run_at limit most;
end $function$
  owner: definer_work
  execute: definer_work, worker

CREATE OR REPLACE FUNCTION app.fill_dependency_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select t.tenant_id into new.tenant_id from app.task t
   where t.id = new.task_id and t.project_id = new.project_id and t.tenant_id = coalesce(new.tenant_id, t.tenant_id);
  if not found then
    raise foreign_key_violation using message = 'no such task';
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.fill_escalation_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select t.tenant_id, t.client_id, t.contract_id into new.tenant_id, new.client_id, new.contract_id
    from app.ticket t where t.tenant_id = coalesce(new.tenant_id, t.tenant_id) and t.id = new.ticket_id;
  if not found then
    raise foreign_key_violation using message = 'no such ticket';
  end if;
  if current_user = 'staff' then
    new.by_staff_id := app.staff_id();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.fill_story_references()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.epic_id is null then
    new.epic_shared := null;
  elsif tg_op = 'INSERT' or new.epic_id is distinct from old.epic_id then
    select e.shared into new.epic_shared from app.epic e where e.tenant_id = new.tenant_id and e.id = new.epic_id;
    if not found then
      raise foreign_key_violation using message = 'no such epic';
    end if;
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.fill_task_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  kind app.record_kind := tg_argv[0]::app.record_kind;
begin
  if new.task_id is not null then
    select t.tenant_id, t.client_id, t.project_id, t.shared into new.tenant_id, new.client_id, new.project_id, new.task_shared
      from app.task t
     where t.id = new.task_id and t.tenant_id = coalesce(new.tenant_id, t.tenant_id);
    if not found then
      raise foreign_key_violation using message = 'no such task';
    end if;
  end if;
  if kind = 'note' then
    select p.tenant_id, p.client_id, p.shared into new.tenant_id, new.client_id, new.project_shared
      from app.project p
     where p.id = new.project_id and p.tenant_id = coalesce(new.tenant_id, p.tenant_id);
    if not found then
      raise foreign_key_violation using message = 'no such project';
    end if;
    if new.kind = 'grooming' and new.visibility is null then
      new.visibility := 'internal_only';
    end if;
  end if;
  if new.visibility is null then
    new.visibility := app.default_visibility(new.tenant_id, new.project_id, kind);
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.fill_task_references()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  sprint_status app.sprint_status;
begin
  if new.story_id is null then
    new.story_shared := null;
  elsif tg_op = 'INSERT' or new.story_id is distinct from old.story_id then
    select s.shared into new.story_shared from app.story s where s.tenant_id = new.tenant_id and s.id = new.story_id;
    if not found then
      raise foreign_key_violation using message = 'no such story';
    end if;
  end if;
  if new.sprint_id is null then
    new.sprint_shared := null;
  elsif tg_op = 'INSERT' or new.sprint_id is distinct from old.sprint_id then
    select s.shared, s.status into new.sprint_shared, sprint_status from app.sprint s where s.tenant_id = new.tenant_id and s.id = new.sprint_id;
    if not found then
      raise foreign_key_violation using message = 'no such sprint';
    end if;
    -- Its tasks stay, and may leave it; a task that is planned into it later would be work that never was in it.
    if sprint_status = 'completed' then
      raise check_violation using message = 'a completed sprint takes no more tasks';
    end if;
  end if;
  if new.milestone_id is null then
    new.milestone_shared := null;
  elsif tg_op = 'INSERT' or new.milestone_id is distinct from old.milestone_id then
    select m.shared into new.milestone_shared from app.milestone m where m.tenant_id = new.tenant_id and m.id = new.milestone_id;
    if not found then
      raise foreign_key_violation using message = 'no such milestone';
    end if;
  end if;
  if new.status <> 'done' then
    new.completed_at := null;
  elsif new.completed_at is null then
    new.completed_at := now();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.fill_ticket_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  is_shared boolean;
begin
  if tg_op = 'INSERT' and current_user = 'staff' then
    new.tenant_id := app.staff_tenant();
  end if;
  select t.client_id, t.contract_id, t.shared into new.client_id, new.contract_id, is_shared
    from app.ticket t
   where t.tenant_id = new.tenant_id and t.id = new.ticket_id
     and (tg_op = 'INSERT' or t.client_id = old.client_id);
  if not found then
    raise foreign_key_violation using message = 'no such ticket';
  end if;
  if tg_op = 'UPDATE' then
    new.moved_from_id := old.ticket_id;
  end if;
  if tg_argv[0] = 'message' then
    -- A merge keeps each message's flag, and shows nobody what was hidden: under a shared ticket, what was hidden by its old one hides itself.
    if tg_op = 'UPDATE' and is_shared and not old.shared then
      new.visibility := 'internal_only';
    end if;
    new.ticket_shared := is_shared;
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.fill_ticket_task_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select t.tenant_id, t.client_id, t.contract_id, t.shared
    into new.tenant_id, new.client_id, new.contract_id, new.ticket_shared
    from app.ticket t where t.tenant_id = coalesce(new.tenant_id, t.tenant_id) and t.id = new.ticket_id;
  select k.client_id, k.project_id, k.shared into new.task_client_id, new.project_id, new.task_shared
    from app.task k where k.tenant_id = new.tenant_id and k.id = new.task_id and k.client_id = new.client_id;
  if not found then
    raise foreign_key_violation using message = 'no such ticket or task';
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.first_shared_at(kind app.record_kind, tenant uuid, parent uuid, written timestamp with time zone)
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return now() + interval '1 microsecond' * (
    case kind
      when 'task' then
        (select count(*) from app.comment c
          where c.tenant_id = tenant and c.task_id = parent and c.visibility = 'client_visible' and c.created_at < written)
        + (select count(*) from app.note n
            where n.tenant_id = tenant and n.task_id = parent and n.visibility = 'client_visible' and n.created_at < written)
      when 'project' then
        (select count(*) from app.note n
          where n.tenant_id = tenant and n.project_id = parent and n.task_id is null and n.visibility = 'client_visible'
            and n.created_at < written)
      when 'ticket' then
        (select count(*) from app.message m
          where m.tenant_id = tenant and m.ticket_id = parent and m.visibility = 'client_visible' and m.created_at < written)
    end
  );
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.folded(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN CASE WHEN (octet_length(words) = length(words)) THEN lower(words) ELSE translate(lower(translate(replace(replace(app.plain(words), 'ß'::text, 'ss'::text), 'ẞ'::text, 'ss'::text), 'İ'::text, 'i'::text)), 'ıς'::text, 'iσ'::text) END
  owner: portal_owner
  execute: client, definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, portal_owner, staff, worker

CREATE OR REPLACE FUNCTION app.follow_activity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'ticket' then
    perform app.refresh_activity(new.tenant_id, new.id);
  else
    if tg_op <> 'INSERT' then
      perform app.refresh_activity(old.tenant_id, old.ticket_id);
    end if;
    if tg_op <> 'DELETE' then
      perform app.refresh_activity(new.tenant_id, new.ticket_id);
    end if;
  end if;
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.forget_history()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.client_id <> old.client_id then
    new.was_shared := false;
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.give_reason(reason text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  perform set_config('app.reason', left(reason, 500), true);
end $function$
  owner: definer_log
  execute: definer_log, definer_share, staff

CREATE OR REPLACE FUNCTION app.joined(words text[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN array_to_string(words, ','::text)
  owner: portal_owner
  execute: definer_plan, definer_review, definer_share, portal_owner, staff

CREATE OR REPLACE FUNCTION app.known_files(ids uuid[])
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return array(
    select a.id from app.attachment a where a.id = any (ids) union select u.id from app.upload u where u.id = any (ids)
  );
end $function$
  owner: definer_work
  execute: definer_work, worker

CREATE OR REPLACE FUNCTION app.live_channel(audience text, subject uuid, topic text)
 RETURNS text
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return 'live_' || (
    select left(encode(sha256(convert_to(k.secret || '/' || audience || '/' || subject || '/' || topic, 'UTF8')), 'hex'), 48)
      from identity.live_key k
  );
end $function$
  owner: definer_live
  execute: definer_live

CREATE OR REPLACE FUNCTION app.lock_assignee()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'ticket' then
    perform pg_advisory_xact_lock_shared(hashtextextended(new.assignee_staff_id::text, 1));
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(old.staff_member_id::text, 1));
  return old;
end $function$
  owner: definer_work
  execute: definer_work, portal_owner

CREATE OR REPLACE FUNCTION app.log_milestone_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if (old.agreed_on, old.forecast_on, old.met_on) is distinct from (new.agreed_on, new.forecast_on, new.met_on) then
    insert into app.milestone_change (
      tenant_id, client_id, project_id, milestone_id, milestone_shared, was_shared,
      from_agreed_on, to_agreed_on, from_forecast_on, to_forecast_on, from_met_on, to_met_on, reason, actor_staff_id
    ) values (
      new.tenant_id, new.client_id, new.project_id, new.id, new.shared, old.shared and new.shared,
      old.agreed_on, new.agreed_on, old.forecast_on, new.forecast_on, old.met_on, new.met_on,
      nullif(current_setting('app.reason', true), ''), app.staff_id()
    );
  end if;
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.log_reply()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, actor_staff_id, happened_at)
  values (new.tenant_id, new.client_id, new.contract_id, new.ticket_id, new.ticket_shared, true, 'replied', new.author_staff_id, new.shared_at);
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.log_revision()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  kind text := tg_argv[0];
  project uuid;
  contract uuid;
begin
  if kind in ('comment', 'note') then
    project := new.project_id;
  else
    contract := new.contract_id;
  end if;
  insert into app.text_revision
    (tenant_id, client_id, project_id, contract_id, comment_id, note_id, message_id, ticket_note_id, body, editor_staff_id)
  values (
    new.tenant_id, new.client_id, project, contract,
    case when kind = 'comment' then new.id end, case when kind = 'note' then new.id end,
    case when kind = 'message' then new.id end, case when kind = 'ticket_note' then new.id end,
    old.body, app.staff_id()
  );
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.log_task_estimate()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  insert into app.task_estimate_change (tenant_id, project_id, task_id, from_minutes, to_minutes, actor_staff_id)
  values (new.tenant_id, new.project_id, new.id, old.estimate_minutes, new.estimate_minutes, app.staff_id());
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.log_task_sprint()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  insert into app.task_sprint_change
    (tenant_id, project_id, task_id, from_sprint_id, to_sprint_id, estimate_minutes, actor_staff_id)
  values (
    new.tenant_id, new.project_id, new.id, case when tg_op = 'UPDATE' then old.sprint_id end, new.sprint_id,
    new.estimate_minutes, app.staff_id()
  );
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.log_task_status()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' or old.status <> new.status then
    insert into app.task_status_change
      (tenant_id, client_id, project_id, task_id, task_shared, was_shared, from_status, to_status, actor_staff_id)
    values (
      new.tenant_id, new.client_id, new.project_id, new.id, new.shared,
      case when tg_op = 'UPDATE' then old.shared and new.shared else new.shared end,
      case when tg_op = 'UPDATE' then old.status end, new.status, app.staff_id()
    );
  end if;
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.log_ticket_event()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  visible boolean := case when tg_op = 'UPDATE' then old.shared and new.shared else new.shared end;
  staff uuid := app.staff_id();
  person uuid := app.client_writer();
begin
  if tg_op = 'INSERT' then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      to_status, to_priority, to_level, actor_staff_id, actor_client_user_id, happened_at)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'raised',
      new.status, new.priority, new.level, staff, coalesce(person, new.raised_by_client_user_id), new.created_at);
  end if;
  if tg_op = 'UPDATE' and new.status <> old.status then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_status, to_status, actor_staff_id, actor_client_user_id)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'status',
      old.status, new.status, staff, person);
  end if;
  if tg_op = 'UPDATE' and new.priority <> old.priority then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_priority, to_priority, actor_staff_id, actor_client_user_id)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'priority',
      old.priority, new.priority, staff, person);
  end if;
  if tg_op = 'UPDATE' and new.level <> old.level then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_level, to_level, actor_staff_id, actor_client_user_id)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'level',
      old.level, new.level, staff, person);
  end if;
  if tg_op = 'INSERT' and new.assignee_staff_id is not null
     or tg_op = 'UPDATE' and new.assignee_staff_id is distinct from old.assignee_staff_id then
    insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind,
      from_assignee_id, to_assignee_id, actor_staff_id, actor_client_user_id, happened_at)
    values (new.tenant_id, new.client_id, new.contract_id, new.id, new.shared, visible, 'assigned',
      case when tg_op = 'UPDATE' then old.assignee_staff_id end, new.assignee_staff_id, staff, person,
      case when tg_op = 'INSERT' then new.created_at else now() end);
  end if;
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.log_visibility()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  row_before jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) end;
  row_after jsonb := to_jsonb(new);
  kind app.record_kind := tg_argv[0]::app.record_kind;
  -- A ticket may name a project, and a project has a contract: what counts is where the record belongs.
  contract uuid := case when kind in ('ticket', 'message', 'attachment') then (row_after ->> 'contract_id')::uuid end;
  person uuid := app.client_writer();
begin
  if row_before ->> 'visibility' is distinct from row_after ->> 'visibility' then
    insert into app.visibility_log
      (tenant_id, project_id, contract_id, client_id, record_kind, record_id, record_label, from_visibility, to_visibility, reason, seen, actor_staff_id,
       actor_client_user_id)
    values (
      new.tenant_id,
      case when contract is null then coalesce((row_after ->> 'project_id')::uuid, new.id) end,
      contract,
      (row_after ->> 'client_id')::uuid,
      kind,
      new.id,
      left(coalesce(row_after ->> 'title', row_after ->> 'name', row_after ->> 'body', ''), 200),
      (row_before ->> 'visibility')::app.visibility,
      new.visibility,
      -- Anybody may set app.reason; what a client says there has no place in the team's log.
      case when person is null then nullif(current_setting('app.reason', true), '') end,
      case when new.visibility = 'internal_only' and tg_op = 'UPDATE' then (
        select jsonb_agg(jsonb_build_object('name', u.name, 'times', r.times, 'last_at', r.last_at) order by r.last_at desc)
          from app.opened_by(kind, row_before) r
          join app.client_user u on u.tenant_id = new.tenant_id and u.id = r.client_user_id
      ) end,
      app.staff_id(),
      person
    );
  end if;
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.may_guess(words text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN ((length(words) >= 4) AND (app.asked(words) !~ '(^|\s)-*"[^"]*"|(^|\s)-+[^\s-]'::text))
  owner: portal_owner
  execute: definer_search, portal_owner

CREATE OR REPLACE FUNCTION app.move_project(project uuid, client uuid, contract uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.project p set client_id = client, contract_id = contract where p.id = project;
  return found;
end $function$
  owner: definer_move
  execute: definer_move, staff

CREATE OR REPLACE FUNCTION app.move_ticket(ticket uuid, wanted app.ticket_status)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if app.client_writer() is null then
    return false;
  end if;
  update app.ticket t
     set status = wanted,
         resolution = case when wanted = 'resolved' then '' else t.resolution end
   where t.id = ticket and t.status <> wanted
     and exists (select from app.ticket_status_transition m where m.from_status = t.status and m.to_status = wanted and m.by_client)
     and (t.status not in ('resolved', 'closed') or t.reopen_until > now())
     and t.merged_into_id is null;
  return found;
end $function$
  owner: definer_ticket
  execute: client, definer_ticket

CREATE OR REPLACE FUNCTION app.move_ticket_task()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.ticket_id <> old.ticket_id then
    select t.contract_id, t.shared into new.contract_id, new.ticket_shared
      from app.ticket t where t.tenant_id = new.tenant_id and t.client_id = new.client_id and t.id = new.ticket_id;
    if not found then
      raise foreign_key_violation using message = 'no such ticket';
    end if;
    new.is_internal := new.is_internal or (new.ticket_shared and not old.ticket_shared);
  end if;
  new.is_internal := new.is_internal or new.task_client_id <> old.task_client_id;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.move_to_ticket(source uuid, target uuid, chosen uuid[] DEFAULT NULL::uuid[])
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  moved integer;
begin
  update app.message m set ticket_id = target where m.ticket_id = source and (chosen is null or m.id = any (chosen));
  get diagnostics moved = row_count;
  if chosen is null then
    update app.ticket_note n set ticket_id = target where n.ticket_id = source;
    update app.attachment a set ticket_id = target where a.ticket_id = source;
    update app.ticket_task l set ticket_id = target where l.ticket_id = source;
  end if;
  return moved;
end $function$
  owner: definer_thread
  execute: definer_thread, staff

CREATE OR REPLACE FUNCTION app.next_due_at()
 RETURNS timestamp with time zone
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return (select min(s.next_run_at) from app.ticket_sla s where s.next_run_at < 'infinity');
end $function$
  owner: definer_work
  execute: definer_work, worker

CREATE OR REPLACE FUNCTION app.nth_number(nth integer, for_shared boolean)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (((((nth - 1) / 5) * 10) + ((nth - 1) % 5)) + CASE WHEN for_shared THEN 5 ELSE 10 END)
  owner: portal_owner
  execute: definer_number, portal_owner

CREATE OR REPLACE FUNCTION app.number_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  kind app.record_kind := tg_argv[0]::app.record_kind;
  -- A project is where a task belongs; a ticket only names one.
  to_be_shared boolean := new.visibility = 'client_visible' and (kind = 'ticket' or new.project_shared);
  nth integer;
begin
  if tg_op = 'UPDATE' and new.client_id = old.client_id and (new.number % 10 >= 5 or not to_be_shared) then
    return new;
  end if;
  insert into app.number_counter as c (tenant_id, client_id, record_kind, for_shared, last_number)
  values (new.tenant_id, new.client_id, kind, to_be_shared, 1)
  on conflict (tenant_id, client_id, record_kind, for_shared) do update set last_number = c.last_number + 1
  returning last_number into nth;
  if tg_op = 'UPDATE' then
    new.internal_number := new.number;
  end if;
  new.number := app.nth_number(nth, to_be_shared);
  return new;
end $function$
  owner: definer_number
  execute: definer_number, portal_owner

CREATE OR REPLACE FUNCTION app.opened_by(kind app.record_kind, record jsonb)
 RETURNS TABLE(client_user_id uuid, first_at timestamp with time zone, last_at timestamp with time zone, times integer)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select r.client_user_id, case when counted.whole then r.first_at end, r.last_at, case when counted.whole then r.times end
    from (
      select (case when opened_by.kind in ('comment', 'note') then 'task'
                   when opened_by.kind = 'message' then 'ticket'
                   when opened_by.kind in ('epic', 'story', 'sprint', 'milestone') then 'project'
                   else opened_by.kind::text end)::app.record_kind as kind
    ) opened
    join app.read_receipt r
      on r.tenant_id = (record ->> 'tenant_id')::uuid and r.client_id = (record ->> 'client_id')::uuid
     and r.record_kind = opened.kind
     and r.record_id = (record ->> case when opened.kind = opened_by.kind then 'id' else opened.kind || '_id' end)::uuid
   cross join lateral (
     select opened.kind = opened_by.kind or r.first_at >= (record ->> 'shared_at')::timestamptz as whole
   ) counted
   where opened.kind = opened_by.kind or r.last_at >= (record ->> 'shared_at')::timestamptz
$function$
  owner: portal_owner
  execute: definer_log, portal_owner, staff

CREATE OR REPLACE FUNCTION app.pictures_to_preview(most integer)
 RETURNS TABLE(tenant_id uuid, attachment_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return query
    select a.tenant_id, a.id from app.attachment a
     where a.state = 'ready' and a.preview = 'waiting' and a.preview_next_run_at <= now() and a.preview_next_run_at < 'infinity'
     order by a.preview_next_run_at limit most;
end $function$
  owner: definer_work
  execute: definer_work, worker

CREATE OR REPLACE FUNCTION app.plain(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN CASE WHEN (octet_length(words) = length(words)) THEN words WHEN (words !~ '[\u0085\u00a8-\u00bb\u02bc\u02d8-\u02dd\u034f\u061c\u0640\u1680\u180e\u200b-\u2079\u2120\u2122\u2212\u3008-\u301f\ufe00-\ufe0f\ufe63\ufeff\uff02\uff0d]'::text) THEN NORMALIZE(words, NFKC) ELSE NORMALIZE(translate(words, '’‘‚‛ʼ′´“”„‟«»‹›「」『』〝〞〟《》〈〉″＂‐‑‒–—―−﹣－…™℠¹²³⁰⁴⁵⁶⁷⁸⁹ªº¨¯¸˘˙˚˛˜˝   ­͏؜ـ᠎​‌‍‎‏‪‫‬‭‮⁠⁡⁢⁣⁤⁦⁧⁨⁩︀︁︂︎️﻿'::text, (((repeat(''''::text, 7) || repeat('"'::text, 21)) || repeat('-'::text, 9)) || repeat(' '::text, 28))), NFKC) END
  owner: portal_owner
  execute: client, definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, portal_owner, staff, worker

CREATE OR REPLACE FUNCTION app.plan_into_sprint(project uuid, tasks uuid[], sprint uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  planned integer;
begin
  update app.task t set sprint_id = sprint where t.project_id = project and t.id = any (tasks);
  get diagnostics planned = row_count;
  return planned;
end $function$
  owner: definer_plan
  execute: definer_plan, staff

CREATE OR REPLACE FUNCTION app.project_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- Terms agreed with one client are not agreed with another: a project that moves becomes Internal Only, and so does every record
  -- in it (app.record_before_write, by cascade). New records start Internal Only there, and client users may not comment until told so again.
  if tg_op = 'UPDATE' and new.client_id <> old.client_id then
    new.visibility := 'internal_only';
    new.client_may_comment := false;
    delete from app.project_default d where d.tenant_id = new.tenant_id and d.project_id = new.id;
  end if;
  if new.visibility = 'internal_only' then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;
  if tg_op = 'UPDATE' and current_user in ('staff', 'definer_share', 'definer_move') then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.projects_sharing(kind app.record_kind)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN ARRAY(SELECT d.project_id FROM app.project_default d WHERE ((d.tenant_id = app.staff_tenant()) AND (d.record_kind = projects_sharing.kind) AND (d.visibility = 'client_visible'::app.visibility)))
  owner: portal_owner
  execute: portal_owner, staff

CREATE OR REPLACE FUNCTION app.raise_ticket(contract uuid, project uuid, job_type uuid, priority app.ticket_priority, title text, description text, uploads uuid[], request uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  author uuid := app.client_writer();
  client uuid := app.client_section('tickets');
  new_id uuid := gen_random_uuid();
  found_id uuid;
begin
  if author is null or client is null or request is null
     or not exists (select from app.job_type j where j.contract_id = contract and j.id = job_type and j.active)
     or (project is not null and not exists (
       select from app.project p where p.id = project and (p.contract_id is null or p.contract_id = contract)
     )) then
    return null;
  end if;
  insert into app.ticket (tenant_id, id, client_id, contract_id, project_id, job_type_id, priority, title, description,
    raised_by_client_user_id, raised_by_name, request_id, visibility)
  select app.client_tenant(), new_id, client, contract, project, job_type, raise_ticket.priority, raise_ticket.title,
         raise_ticket.description, author, u.name, request, 'client_visible'
    from app.client_user u where u.id = author
  on conflict (tenant_id, raised_by_client_user_id, request_id) do nothing;
  if not found then
    select t.id into found_id from app.ticket t where t.raised_by_client_user_id = author and t.request_id = request;
    return found_id;
  end if;
  perform app.attach(uploads, new_id, null, null);
  return new_id;
end $function$
  owner: definer_ticket
  execute: client, definer_ticket

CREATE OR REPLACE FUNCTION app.rate_ticket(ticket uuid, rating integer, comment text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if app.client_writer() is null then
    return false;
  end if;
  update app.ticket t set rating = rate_ticket.rating, rating_comment = comment, rated_at = now()
   where t.id = ticket and t.status in ('resolved', 'closed') and t.merged_into_id is null;
  return found;
end $function$
  owner: definer_ticket
  execute: client, definer_ticket

CREATE OR REPLACE FUNCTION app.reaches_contract(tenant uuid, contract uuid, person uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select exists (
    select from app.staff_member s
     where s.tenant_id = tenant and s.id = person and s.active
       and (s.role >= 'manager' or exists (
         select from app.contract_member m
          where m.tenant_id = s.tenant_id and m.contract_id = contract and m.staff_member_id = s.id)))
$function$
  owner: portal_owner
  execute: portal_owner, staff, worker

CREATE OR REPLACE FUNCTION app.reads_every_script()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN ((to_tsvector('simple'::regconfig, '“a…”'::text) = '''a'':1'::tsvector) AND (cardinality(extensions.show_trgm('ไทย'::text)) > 0))
  owner: definer_work
  execute: auditor, client, definer_work, staff, worker

CREATE OR REPLACE FUNCTION app.receive_upload(upload uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.upload u set received_at = now() where u.id = upload and u.received_at is null;
  return found;
end $function$
  owner: definer_file
  execute: client, definer_file

CREATE OR REPLACE FUNCTION app.record_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    select p.tenant_id, p.client_id, p.shared into new.tenant_id, new.client_id, new.project_shared
      from app.project p
     where p.id = new.project_id and p.tenant_id = coalesce(new.tenant_id, p.tenant_id);
    if not found then
      raise foreign_key_violation using message = 'no such project';
    end if;
    new.visibility := coalesce(new.visibility, app.default_visibility(new.tenant_id, new.project_id, tg_argv[0]::app.record_kind));
  elsif new.client_id <> old.client_id then
    new.visibility := 'internal_only';
  end if;

  if new.visibility = 'internal_only' or not new.project_shared then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.record_receipt(kind app.record_kind, record uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := app.client_writer();
  project uuid;
  contract uuid;
begin
  if person is null then
    return;
  end if;
  case kind
    when 'project' then select p.id into project from app.project p where p.id = record;
    when 'task' then select t.project_id into project from app.task t where t.id = record;
    when 'ticket' then select t.contract_id into contract from app.ticket t where t.id = record;
    when 'attachment' then select a.project_id, a.contract_id into project, contract from app.attachment a where a.id = record;
    else null;
  end case;
  if project is null and contract is null then
    return;
  end if;
  insert into app.read_receipt as r (tenant_id, client_id, client_user_id, project_id, contract_id, record_kind, record_id)
  values (app.client_tenant(), app.client_id(), person, project, contract, kind, record)
  on conflict (tenant_id, client_user_id, record_kind, record_id) do update set
    times = r.times + case when r.last_at < now() - interval '1 minute' then 1 else 0 end,
    last_at = now();
end $function$
  owner: definer_receipt
  execute: client, definer_receipt

CREATE OR REPLACE FUNCTION app.record_visit()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  person uuid := app.client_writer();
begin
  insert into app.client_visit as v (tenant_id, client_id, client_user_id)
  select app.client_tenant(), app.client_id(), person
   where person is not null
  on conflict (tenant_id, client_user_id) do update set
    previous_seen_at = case when v.last_seen_at < now() - interval '30 minutes' then v.last_seen_at else v.previous_seen_at end,
    began_at = case when v.last_seen_at < now() - interval '30 minutes' then now() else v.began_at end,
    last_seen_at = now();
end $function$
  owner: definer_visit
  execute: client, definer_visit

CREATE OR REPLACE FUNCTION app.refresh_activity(tenant uuid, ticket uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.ticket t
     set activity_at = latest.at
    from (
      select case when k.shared then greatest(
        k.shared_at,
        (select max(m.shared_at) from app.message m where m.tenant_id = tenant and m.ticket_id = ticket and m.shared),
        (select max(e.happened_at) from app.ticket_event e where e.tenant_id = tenant and e.ticket_id = ticket and e.shared),
        k.rated_at
      ) end as at
        from app.ticket k where k.tenant_id = tenant and k.id = ticket
    ) latest
   where t.tenant_id = tenant and t.id = ticket and t.activity_at is distinct from latest.at;
end $function$
  owner: definer_log
  execute: definer_log

CREATE OR REPLACE FUNCTION app.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  raise insufficient_privilege using message = format('%s is append-only', tg_table_name);
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.refuse_circle()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  -- Two that are added at the same moment must not close a circle between them.
  perform pg_advisory_xact_lock(hashtextextended(new.project_id::text, 0));
  if exists (
    with recursive before as (
      select d.depends_on_id from app.task_dependency d
       where d.tenant_id = new.tenant_id and d.project_id = new.project_id and d.task_id = new.depends_on_id
      union
      select d.depends_on_id from app.task_dependency d
        join before b on d.tenant_id = new.tenant_id and d.project_id = new.project_id and d.task_id = b.depends_on_id
    )
    select from before where depends_on_id = new.task_id
  ) then
    raise check_violation using message = 'tasks would wait for each other in a circle';
  end if;
  return new;
end $function$
  owner: definer_work
  execute: definer_work, portal_owner

CREATE OR REPLACE FUNCTION app.refuse_ddl()
 RETURNS event_trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if session_user in ('client_app', 'client_auth', 'staff_app', 'staff_auth', 'worker_app', 'auditor') then
    raise insufficient_privilege using message = 'this login may not change the schema';
  end if;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.release_tickets()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  held uuid[];
  person uuid;
  contract uuid;
begin
  if tg_table_name = 'contract_member' then
    if exists (
      select from app.staff_member s
       where s.tenant_id = old.tenant_id and s.id = old.staff_member_id and s.active and s.role >= 'manager'
    ) then
      return old;
    end if;
    person := old.staff_member_id;
    contract := old.contract_id;
  else
    person := old.id;
  end if;
  -- In the order of ids, so that none waits for another in a circle.
  held := array(
    select t.id from app.ticket t
     where t.tenant_id = old.tenant_id and t.assignee_staff_id = person and t.status not in ('resolved', 'closed')
       and (contract is null and not app.reaches_contract(t.tenant_id, t.contract_id, person) or t.contract_id = contract)
     order by t.id for update
  );
  update app.ticket t set assignee_staff_id = null where t.tenant_id = old.tenant_id and t.id = any (held);
  return old;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.renumber_shared()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  tenant uuid := case when tg_op = 'DELETE' then old.tenant_id else new.tenant_id end;
  project uuid := case when tg_op = 'DELETE' then old.project_id else new.project_id end;
begin
  if tg_table_name = 'epic' then
    update app.epic e set shared_position = o.nth
      from (
        select i.id, case when i.shared then row_number() over (partition by i.shared order by i.position, i.id) end as nth
          from app.epic i where i.tenant_id = tenant and i.project_id = project
      ) o
     where e.tenant_id = tenant and e.id = o.id and e.shared_position is distinct from o.nth;
  else
    update app.story s set shared_position = o.nth
      from (
        select i.id, case when i.shared then row_number() over (partition by i.shared order by i.position, i.id) end as nth
          from app.story i where i.tenant_id = tenant and i.project_id = project
      ) o
     where s.tenant_id = tenant and s.id = o.id and s.shared_position is distinct from o.nth;
  end if;
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.reply_to_ticket(ticket uuid, body text, uploads uuid[], request uuid)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  author uuid := app.client_writer();
  new_id uuid := gen_random_uuid();
  found_id uuid;
  status_now app.ticket_status;
begin
  if author is null or request is null then
    return null;
  end if;
  select t.status into status_now from app.ticket t
   where t.id = ticket and t.merged_into_id is null
     and (t.status not in ('resolved', 'closed') or t.reopen_until > now())
   for update;
  if not found then
    select m.id into found_id from app.message m where m.author_client_user_id = author and m.request_id = request;
    return found_id;
  end if;
  insert into app.message (tenant_id, id, ticket_id, body, author_client_user_id, author_name, request_id, visibility)
  select app.client_tenant(), new_id, ticket, reply_to_ticket.body, author, u.name, request, 'client_visible'
    from app.client_user u where u.id = author
  on conflict (tenant_id, author_client_user_id, request_id) do nothing;
  if not found then
    select m.id into found_id from app.message m where m.author_client_user_id = author and m.request_id = request;
    return found_id;
  end if;
  perform app.attach(uploads, null, new_id, null);
  if status_now in ('waiting_on_client', 'resolved', 'closed') then
    update app.ticket t set status = 'open' where t.id = ticket;
  end if;
  return new_id;
end $function$
  owner: definer_ticket
  execute: client, definer_ticket

CREATE OR REPLACE FUNCTION app.require_contract_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  person text := to_jsonb(new) ->> tg_argv[0];
begin
  if person is not null and (tg_op = 'INSERT' or person is distinct from to_jsonb(old) ->> tg_argv[0]) then
    -- A condition of its own: whoever may not ask it is not asked for the right to.
    if not app.reaches_contract(new.tenant_id, new.contract_id, person::uuid) then
      raise check_violation using message = 'the person does not reach the contract';
    end if;
  end if;
  return null;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.require_included_level()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_table_name = 'job_type' then
    if new.active and not exists (
      select from app.contract_support s
       where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id and new.level = any (s.levels)
    ) then
      raise check_violation using message = 'the contract does not include this support level';
    end if;
  elsif exists (
    select from app.job_type j
     where j.tenant_id = new.tenant_id and j.contract_id = new.contract_id and j.active and not j.level = any (new.levels)
  ) then
    raise check_violation using message = 'a kind of job starts on a level that would not be included';
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.review_tasks(project uuid, tasks uuid[], verdict app.task_status, read_version integer DEFAULT NULL::integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  reviewed integer;
begin
  update app.task t set status = verdict
   where t.project_id = project and t.id = any (tasks) and (read_version is null or t.version = read_version);
  get diagnostics reviewed = row_count;
  return reviewed;
end $function$
  owner: definer_review
  execute: definer_review, staff

CREATE OR REPLACE FUNCTION app.schedule_sla_evaluation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  ticket uuid;
begin
  if tg_table_name = 'ticket' then
    ticket := new.id;
  else
    ticket := new.ticket_id;
  end if;
  insert into app.ticket_sla as s (tenant_id, client_id, contract_id, ticket_id, next_run_at)
  values (new.tenant_id, new.client_id, new.contract_id, ticket, now())
  on conflict (tenant_id, ticket_id) do update set next_run_at = now(), attempts = 0, failure = null;
  return null;
end $function$
  owner: definer_log
  execute: definer_log, portal_owner

CREATE OR REPLACE FUNCTION app.search_files(words text, most integer DEFAULT 1000, nearly boolean DEFAULT true)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
 SET "pg_trgm.word_similarity_threshold" TO '0.45'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  of_tickets uuid := app.client_section('tickets');
  of_projects uuid := app.client_section('projects');
  client uuid := coalesce(of_tickets, of_projects);
  sections app.section[] := array_remove(
    array[case when of_tickets is not null then 'tickets' end, case when of_projects is not null then 'projects' end]::app.section[], null);
  query tsquery := app.search_query(words, 'beginnings');
  near text := app.asked(words);
  found uuid[];
begin
  if client is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      select a.id, a.shared_at from app.attachment a
       where a.client_id = client and a.section = any (sections) and a.shared and a.search @@ query offset 0
    ) hit
    order by hit.shared_at desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select hit.id from (
      select a.id, a.shared_at from app.attachment a
       where a.client_id = client and a.section = any (sections) and a.shared and near operator(extensions.<%) a.name offset 0
    ) hit
    order by hit.shared_at desc limit least(most, 10000)
  );
end $function$
  owner: definer_search
  execute: client, definer_search

CREATE OR REPLACE FUNCTION app.search_query(words text, sort text DEFAULT 'text'::text)
 RETURNS tsquery
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  asked text := app.asked(words);
  part text[];
  word text;
  isnt boolean;
  one tsquery;
  -- Since the last "or": what has to be there, the stop words, what must not be there.
  wanted tsquery;
  stops tsquery;
  unwanted tsquery;
  found tsquery;
begin
  if sort <> 'text' then
    -- In a file's name what stands between two letters ends a word.
    asked := regexp_replace(asked, '(?<=[^\s"])[._/@:+-]+(?=[^\s"])', ' ', 'g');
  end if;
  for part in select regexp_matches(asked, '(-*)"([^"]*)"|(-*)([^\s]+)', 'g') loop
    word := coalesce(part[2], part[4]);
    isnt := coalesce(part[1], part[3]) <> '';
    if part[4] is not null and not isnt and lower(word) = 'or' and coalesce(wanted, stops) is not null then
      wanted := coalesce(wanted, stops);
      wanted := coalesce(wanted && unwanted, wanted);
      found := coalesce(found || wanted, wanted);
      wanted := null;
      stops := null;
      unwanted := null;
      continue;
    end if;
    continue when length(app.search_vector(word)) = 0;
    one := phraseto_tsquery('app.every_word', app.apart(app.folded(word)));
    if lower(word) <> app.folded(word) then
      -- Nothing is stored so; it marks the word where it is written so.
      one := one || phraseto_tsquery('app.every_word', app.apart(word));
    end if;
    if sort = 'beginnings' and part[4] is not null and not isnt and app.apart(word) = word then
      one := one || (
        select string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery
          from unnest(tsvector_to_array(to_tsvector('pg_catalog.simple', app.folded(word)))) lexeme);
    end if;
    if isnt then
      unwanted := coalesce(unwanted && !! one, !! one);
    elsif part[4] is not null and length(to_tsvector('pg_catalog.english', word)) = 0 then
      stops := coalesce(stops && one, one);
    else
      wanted := coalesce(wanted && one, one);
    end if;
  end loop;
  wanted := coalesce(wanted, stops);
  wanted := coalesce(wanted && unwanted, wanted, unwanted);
  return coalesce(found || wanted, found, wanted);
end $function$
  owner: portal_owner
  execute: client, definer_search, portal_owner, staff

CREATE OR REPLACE FUNCTION app.search_staff_tickets(words text, most integer DEFAULT 1000, nearly boolean DEFAULT true)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
 SET "pg_trgm.word_similarity_threshold" TO '0.4'
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
declare
  tenant uuid := app.staff_tenant();
  contracts uuid[] := app.staff_contracts();
  query tsquery := app.search_query(words);
  names tsquery := app.search_query(words, 'names');
  near text := app.asked(words);
  found uuid[];
begin
  if tenant is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      (select t.id, t.created_at as at from app.ticket t
        where t.tenant_id = tenant and t.contract_id = any (contracts) and t.search @@ query
        order by t.created_at desc limit least(most, 10000))
      union
      (select m.ticket_id, m.created_at from app.message m
        where m.tenant_id = tenant and m.contract_id = any (contracts) and m.search @@ query
        order by m.created_at desc limit least(most, 10000))
      union
      (select n.ticket_id, n.created_at from app.ticket_note n
        where n.tenant_id = tenant and n.contract_id = any (contracts) and n.search @@ query
        order by n.created_at desc limit least(most, 10000))
      union
      (select coalesce(a.ticket_id, m.ticket_id, n.ticket_id), a.created_at
         from app.attachment a
         left join app.message m on m.tenant_id = a.tenant_id and m.id = a.message_id
         left join app.ticket_note n on n.tenant_id = a.tenant_id and n.id = a.ticket_note_id
        where a.tenant_id = tenant and a.contract_id = any (contracts) and a.search @@ names
        order by a.created_at desc limit least(most, 10000))
    ) hit
    group by hit.id order by max(hit.at) desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select t.id from app.ticket t
     where t.tenant_id = tenant and t.contract_id = any (contracts) and near operator(extensions.<%) t.title
     order by t.created_at desc limit least(most, 10000)
  );
end $function$
  owner: definer_search
  execute: definer_search, staff

CREATE OR REPLACE FUNCTION app.search_tickets(words text, most integer DEFAULT 1000, nearly boolean DEFAULT true)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
 SET "pg_trgm.word_similarity_threshold" TO '0.4'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
declare
  client uuid := app.client_section('tickets');
  query tsquery := app.search_query(words);
  names tsquery := app.search_query(words, 'names');
  near text := app.asked(words);
  found uuid[];
begin
  if client is null then
    return '{}';
  end if;
  found := array(
    select hit.id from (
      select t.id, t.activity_at as at from app.ticket t where t.client_id = client and t.shared and t.search @@ query
      union
      select m.ticket_id, m.shared_at from app.message m where m.client_id = client and m.shared and m.search @@ query
      union
      select coalesce(a.ticket_id, m.ticket_id), a.shared_at
        from app.attachment a left join app.message m on m.tenant_id = a.tenant_id and m.id = a.message_id
       where a.client_id = client and a.shared and a.search @@ names and a.section = 'tickets'
    ) hit
    group by hit.id order by max(hit.at) desc limit least(most, 10000)
  );
  if cardinality(found) > 0 or not nearly or not app.may_guess(words) then
    return found;
  end if;
  return array(
    select hit.id from (
      select t.id, t.activity_at from app.ticket t
       where t.client_id = client and t.shared and near operator(extensions.<%) t.title offset 0
    ) hit
    order by hit.activity_at desc limit least(most, 10000)
  );
end $function$
  owner: definer_search
  execute: client, definer_search

CREATE OR REPLACE FUNCTION app.search_vector(words text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
RETURN to_tsvector('app.every_word'::regconfig, app.apart(app.folded(words)))
  owner: portal_owner
  execute: client, definer_comment, definer_log, definer_search, definer_share, definer_thread, definer_ticket, portal_owner, staff, worker

CREATE OR REPLACE FUNCTION app.set_visibility(kind app.record_kind, ids uuid[], wanted app.visibility, reason text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  changed integer;
begin
  perform app.give_reason(reason);
  case kind
    when 'project' then update app.project r set visibility = wanted where r.id = any (ids);
    when 'epic' then update app.epic r set visibility = wanted where r.id = any (ids);
    when 'story' then update app.story r set visibility = wanted where r.id = any (ids);
    when 'sprint' then update app.sprint r set visibility = wanted where r.id = any (ids);
    when 'milestone' then update app.milestone r set visibility = wanted where r.id = any (ids);
    when 'task' then update app.task r set visibility = wanted where r.id = any (ids);
    when 'comment' then update app.comment r set visibility = wanted where r.id = any (ids);
    when 'note' then update app.note r set visibility = wanted where r.id = any (ids);
    when 'ticket' then update app.ticket r set visibility = wanted where r.id = any (ids);
    when 'message' then update app.message r set visibility = wanted where r.id = any (ids);
    when 'attachment' then update app.attachment r set visibility = wanted where r.id = any (ids);
  end case;
  get diagnostics changed = row_count;
  return changed;
end $function$
  owner: definer_share
  execute: definer_share, staff

CREATE OR REPLACE FUNCTION app.sla_policy_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if not exists (select from pg_catalog.pg_timezone_names z where z.name = new.time_zone) then
    raise check_violation using message = 'no such time zone';
  end if;
  if current_user = 'staff' then
    new.tenant_id := app.staff_tenant();
    new.created_by := app.staff_id();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.sprint_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if new.status <> 'completed' then
    new.completed_at := null;
  elsif new.completed_at is null then
    new.completed_at := now();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.staff_contracts(minimum app.project_role DEFAULT 'observer'::app.project_role)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  staff_member uuid;
  tenant uuid;
  tenant_role app.tenant_role;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return '{}';
  end if;
  select s.tenant_id, s.staff_member_id, s.role into tenant, staff_member, tenant_role
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active;
  if tenant_role >= 'manager' then
    return array(select c.id from app.contract c where c.tenant_id = tenant);
  end if;
  return array(
    select m.contract_id from app.contract_member m
     where m.tenant_id = tenant and m.staff_member_id = staff_member and m.role >= minimum
  );
end $function$
  owner: definer_identity
  execute: definer_identity, definer_search, definer_share, definer_thread, definer_time, definer_view, staff

CREATE OR REPLACE FUNCTION app.staff_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.staff_member_id into found_id
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active;
  return found_id;
end $function$
  owner: definer_identity
  execute: definer_identity, definer_live, definer_log, definer_time, definer_view, staff

CREATE OR REPLACE FUNCTION app.staff_live(wanted app.section)
 RETURNS text[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return array[
    app.live_channel('tenant', app.staff_tenant(), wanted::text),
    app.live_channel('person', app.staff_id(), 'session')
  ];
end $function$
  owner: definer_live
  execute: definer_live, staff

CREATE OR REPLACE FUNCTION app.staff_me(OUT staff_member_id uuid, OUT tenant_id uuid, OUT name text, OUT email text, OUT role app.tenant_role)
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  select m.id, m.tenant_id, m.name, m.email, m.role
    into staff_member_id, tenant_id, name, email, role
    from app.staff_member m
   where m.tenant_id = app.staff_tenant() and m.id = app.staff_id();
end $function$
  owner: definer_identity
  execute: definer_identity, staff

CREATE OR REPLACE FUNCTION app.staff_projects(minimum app.project_role DEFAULT 'observer'::app.project_role)
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  staff_member uuid;
  tenant uuid;
  tenant_role app.tenant_role;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return '{}';
  end if;
  select s.tenant_id, s.staff_member_id, s.role into tenant, staff_member, tenant_role
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active;
  if tenant_role >= 'manager' then
    return array(select p.id from app.project p where p.tenant_id = tenant);
  end if;
  return array(
    select m.project_id from app.project_member m
     where m.tenant_id = tenant and m.staff_member_id = staff_member and m.role >= minimum
  );
end $function$
  owner: definer_identity
  execute: definer_identity, definer_plan, definer_review, definer_share, definer_time, definer_view, staff

CREATE OR REPLACE FUNCTION app.staff_tenant(minimum app.tenant_role DEFAULT 'member'::app.tenant_role)
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  found_id uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return null;
  end if;
  select s.tenant_id into found_id
    from identity.staff_session s
   where s.token_hash = sha256(convert_to(current_setting('app.session', true), 'UTF8'))
     and s.login_role = session_user
     and s.expires_at > statement_timestamp()
     and s.active
     and s.role >= minimum;
  return found_id;
end $function$
  owner: definer_identity
  execute: definer_identity, definer_live, definer_move, definer_plan, definer_review, definer_search, definer_share, definer_thread, definer_time, definer_view, staff

CREATE OR REPLACE FUNCTION app.switch_sections(person uuid, wanted app.section[])
 RETURNS boolean
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if not exists (select from app.client_user u where u.id = app.client_writer() and u.role = 'admin') then
    return false;
  end if;
  update app.client_user u
     set sections = array(select distinct w from unnest(wanted) as w where w is not null order by w)
   where u.id = person;
  return found;
end $function$
  owner: definer_team
  execute: client, definer_team

CREATE OR REPLACE FUNCTION app.take_upload(upload uuid)
 RETURNS integer
 LANGUAGE plpgsql
 STRICT SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  taken integer;
begin
  update app.upload u set writer_epoch = u.writer_epoch + 1 where u.id = upload returning u.writer_epoch into taken;
  return taken;
end $function$
  owner: definer_file
  execute: client, definer_file

CREATE OR REPLACE FUNCTION app.text_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  parent_kind app.record_kind;
  parent uuid;
  parent_shared boolean;
begin
  if tg_op = 'INSERT' and current_user = 'staff' then
    new.author_staff_id := app.staff_id();
    select m.display_name into new.author_name from app.staff_member m
     where m.tenant_id = app.staff_tenant() and m.id = new.author_staff_id;
  elsif tg_op = 'UPDATE' and current_user in ('staff', 'definer_share', 'definer_thread') then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;

  case tg_argv[0]
    when 'comment' then
      parent_kind := 'task';
      parent := new.task_id;
      parent_shared := new.task_shared;
    when 'note' then
      parent_kind := case when new.task_id is null then 'project' else 'task' end;
      parent := coalesce(new.task_id, new.project_id);
      parent_shared := new.project_shared and coalesce(new.task_shared, true);
    when 'message' then
      parent_kind := 'ticket';
      parent := new.ticket_id;
      parent_shared := new.ticket_shared;
    -- A note of a ticket has no flag: it is never shared.
    else
      return new;
  end case;

  -- In another client's project it is hidden, and its author is a name and no account.
  if tg_op = 'UPDATE' and new.client_id <> old.client_id then
    new.visibility := 'internal_only';
    if tg_argv[0] <> 'note' then
      new.author_client_user_id := null;
    end if;
  end if;
  if new.visibility = 'internal_only' or not parent_shared then
    new.shared_at := null;
    new.edited_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
    if tg_op = 'UPDATE' and new.visibility = old.visibility then
      new.shared_at := app.first_shared_at(parent_kind, new.tenant_id, parent, new.created_at);
    end if;
  elsif tg_op = 'UPDATE' and new.body <> old.body then
    new.edited_at := now();
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.ticket_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  included app.support_level[];
  days smallint;
begin
  if tg_op = 'INSERT' then
    if current_user = 'staff' then
      new.tenant_id := app.staff_tenant();
      new.raised_by_staff_id := app.staff_id();
      select m.display_name into new.raised_by_name from app.staff_member m
       where m.tenant_id = new.tenant_id and m.id = new.raised_by_staff_id;
    end if;
    if new.level is null then
      select j.level into new.level from app.job_type j
       where j.tenant_id = new.tenant_id and j.contract_id = new.contract_id and j.id = new.job_type_id;
    end if;
    select s.id into new.sla_policy_id from app.sla_policy s
     where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id and s.in_force_from <= new.created_at
     order by s.in_force_from desc limit 1;
  end if;

  if tg_op = 'INSERT' or new.level <> old.level or new.status <> old.status or new.visibility <> old.visibility then
    select s.levels, s.reopen_days into included, days from app.contract_support s
     where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id;
    if not found then
      raise check_violation using message = 'the contract includes no support';
    end if;
    if (tg_op = 'INSERT' or new.level <> old.level) and not coalesce(new.level = any (included), false) then
      raise check_violation using message = 'the contract does not include this support level';
    end if;
  end if;

  if new.project_id is null then
    new.project_client_id := null;
    new.project_shared := null;
  elsif tg_op = 'INSERT' or new.project_id is distinct from old.project_id then
    select p.client_id, p.shared into new.project_client_id, new.project_shared from app.project p
     where p.tenant_id = new.tenant_id and p.id = new.project_id and p.client_id = new.client_id;
    if not found then
      raise foreign_key_violation using message = 'no such project';
    end if;
  end if;
  if new.merged_into_id is null then
    new.merged_into_shared := null;
    new.merge_is_internal := false;
  elsif tg_op = 'INSERT' or new.merged_into_id is distinct from old.merged_into_id then
    select t.shared into new.merged_into_shared from app.ticket t
     where t.tenant_id = new.tenant_id and t.client_id = new.client_id and t.id = new.merged_into_id and t.merged_into_id is null;
    if not found then
      raise foreign_key_violation using message = 'no such ticket to merge into';
    end if;
    if tg_op = 'UPDATE' and not coalesce(old.merged_into_shared, true) then
      -- The ticket that it is in is merged in turn, and the client saw neither: the stricter flag wins.
      new.merge_is_internal := true;
    elsif new.visibility = 'client_visible' and not new.merged_into_shared then
      -- It would be closed before the client's eyes for a reason that they cannot see.
      raise check_violation using message = 'a ticket that the client sees merges into one that they see';
    end if;
  end if;

  if tg_op = 'UPDATE' and current_user in ('staff', 'definer_share') then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  if new.visibility = 'internal_only' then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;

  if tg_op = 'INSERT' or new.status <> old.status then
    new.closed_at := case when new.status = 'closed' then coalesce(new.closed_at, now()) end;
    if new.status not in ('resolved', 'closed') then
      new.resolved_at := null;
      new.reopen_until := null;
    elsif new.reopen_until is null then
      new.resolved_at := coalesce(new.resolved_at, now());
      new.reopen_until := new.resolved_at + make_interval(days => days);
    end if;
  end if;
  if tg_op = 'UPDATE' and new.visibility <> old.visibility then
    -- What the clock said before is of another past: the SLA job looks at it at once, and knows of each what they saw.
    new.sla_status := null;
    new.sla_due_at := null;
    -- When the work ended is the team's, if the client did not see it: their time to reopen runs from when they do.
    if new.visibility = 'client_visible' and new.reopen_until is not null then
      new.reopen_until := new.shared_at + make_interval(days => days);
    end if;
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.tickets_to_close(most integer)
 RETURNS TABLE(tenant_id uuid, ticket_id uuid)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  return query
    select t.tenant_id, t.id from app.ticket t
     where t.status = 'resolved' and t.reopen_until <= now() order by t.reopen_until limit most;
end $function$
  owner: definer_work
  execute: definer_work, worker

CREATE OR REPLACE FUNCTION app.time_entry_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    if new.ticket_id is not null then
      select t.tenant_id, t.client_id, t.contract_id into new.tenant_id, new.client_id, new.contract_id from app.ticket t
       where t.id = new.ticket_id and t.tenant_id = coalesce(new.tenant_id, t.tenant_id);
      if not found then
        raise foreign_key_violation using message = 'no such ticket';
      end if;
    else
      select t.tenant_id into new.tenant_id from app.task t
       where t.id = new.task_id and t.project_id = new.project_id and t.tenant_id = coalesce(new.tenant_id, t.tenant_id);
      if not found then
        raise foreign_key_violation using message = 'no such task';
      end if;
    end if;
    if current_user = 'staff' then
      new.staff_member_id := app.staff_id();
    end if;
    return new;
  end if;

  if old.status = 'approved' and (new.spent_on, new.minutes, new.started_at, new.after_hours, new.description)
    is distinct from (old.spent_on, old.minutes, old.started_at, old.after_hours, old.description) then
    raise check_violation using message = 'approved time does not change';
  end if;
  if current_user not in ('staff', 'definer_time') then
    return new;
  end if;
  if current_user = 'staff' and old.status = 'rejected' then
    new.status := 'recorded';
  end if;
  if old.status <> new.status then
    new.decided_by := case when new.status <> 'recorded' then app.staff_id() end;
    new.decided_at := case when new.status <> 'recorded' then now() end;
  end if;
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.upload_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if current_user = 'staff' then
    new.tenant_id := app.staff_tenant();
    new.staff_member_id := app.staff_id();
  end if;
  if new.size_bytes > (select t.upload_limit_bytes from app.tenant t where t.tenant_id = new.tenant_id) then
    raise check_violation using message = 'the file is larger than the limit';
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION app.uuid_v7()
 RETURNS uuid
 LANGUAGE sql
 PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
RETURN (((lpad(to_hex(((EXTRACT(epoch FROM clock_timestamp()) * (1000)::numeric))::bigint), 12, '0'::text) || '7'::text) || substr(replace((gen_random_uuid())::text, '-'::text, ''::text), 14)))::uuid
  owner: portal_owner
  execute: definer_log, definer_view, portal_owner

CREATE OR REPLACE FUNCTION app.work_tenant()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  return nullif(current_setting('app.tenant', true), '')::uuid;
end $function$
  owner: portal_owner
  execute: portal_owner, worker

CREATE OR REPLACE FUNCTION identity.begin_client_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if new.client_user_id is null then
    new.can_sign_in := true;
    new.sections := enum_range(null::app.section);
  else
    select u.can_sign_in, u.granted_sections into new.can_sign_in, new.sections
      from app.client_user u where u.tenant_id = new.tenant_id and u.id = new.client_user_id;
  end if;
  if new.viewer_session is not null then
    select s.active, s.role, s.expires_at into new.viewer_active, new.viewer_role, new.viewer_expires_at
      from identity.staff_session s where s.token_hash = new.viewer_session;
  end if;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION identity.begin_staff_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  select m.active, m.role into new.active, new.role
    from app.staff_member m where m.tenant_id = new.tenant_id and m.id = new.staff_member_id;
  return new;
end $function$
  owner: portal_owner
  execute: portal_owner

CREATE OR REPLACE FUNCTION identity.end_session()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'client_session' then
    delete from identity.client_session s where s.token_hash = new.token_hash;
  else
    delete from identity.staff_session s where s.token_hash = new.token_hash;
  end if;
  return null;
end $function$
  owner: definer_session
  execute: definer_session, portal_owner

role auditor: login t, inherit f, member of nothing

role client: login f, inherit f, member of nothing

role client_app: login t, inherit f, member of client

role client_auth: login t, inherit f, member of client_sign_in

role client_sign_in: login f, inherit f, member of nothing

role definer_comment: login f, inherit f, member of nothing

role definer_file: login f, inherit f, member of nothing

role definer_identity: login f, inherit f, member of nothing

role definer_live: login f, inherit f, member of nothing

role definer_log: login f, inherit f, member of nothing

role definer_move: login f, inherit f, member of nothing

role definer_number: login f, inherit f, member of nothing

role definer_plan: login f, inherit f, member of nothing

role definer_receipt: login f, inherit f, member of nothing

role definer_review: login f, inherit f, member of nothing

role definer_search: login f, inherit f, member of nothing

role definer_session: login f, inherit f, member of nothing

role definer_share: login f, inherit f, member of nothing

role definer_signal: login f, inherit t, member of client_app, client_auth

role definer_team: login f, inherit f, member of nothing

role definer_thread: login f, inherit f, member of nothing

role definer_ticket: login f, inherit f, member of nothing

role definer_time: login f, inherit f, member of nothing

role definer_view: login f, inherit f, member of nothing

role definer_visit: login f, inherit f, member of nothing

role definer_work: login f, inherit f, member of nothing

role portal_owner: login f, inherit f, member of nothing

role staff: login f, inherit f, member of nothing

role staff_app: login t, inherit f, member of client, staff

role staff_auth: login t, inherit f, member of staff_sign_in

role staff_sign_in: login f, inherit f, member of nothing

role worker: login f, inherit f, member of nothing

role worker_app: login t, inherit f, member of worker

event trigger refuse_ddl_by_logins on ddl_command_start: app.refuse_ddl()
