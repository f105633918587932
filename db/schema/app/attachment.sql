-- Table app.attachment
--
-- A file on a record: a ticket, a message, a note, a task or a comment. It is never more visible than the record that
-- it hangs on, and on a note of a ticket never visible at all.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.attachment (
  tenant_id uuid not null,
  -- The upload's id, under which the bytes lie in the store.
  id uuid not null,
  client_id uuid not null,
  contract_id uuid,
  -- The ticket under which it is, on the ticket itself, a message or a note; in a project it is null.
  ticket_id uuid,
  project_id uuid,
  project_shared boolean,
  record_id uuid not null,
  section app.section not null generated always as (CASE
    WHEN project_id IS NOT NULL THEN 'projects'::app.section ELSE 'tickets'::app.section END) stored,
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- The words of the name, which end where letters and digits do: as stems for whoever searches for tickets, and as
  -- they are, for whoever types the beginning of one. No client reads it.
  search tsvector not null generated always as (app.search_vector(translate(name::text,
    '._-/@:+'::text, '       '::text)) || strip(to_tsvector('simple'::regconfig,
    app.apart(app.folded(translate(name::text, '._-/@:+'::text, '       '::text)))))) stored,
  size_bytes bigint not null,
  -- Nobody downloads it before it was looked at: hashed, sniffed, and scanned where a scanner is set up.
  state app.file_state not null default 'checking'::app.file_state,
  -- As its bytes say, not its name.
  media_type text not null default 'application/octet-stream'::text,
  sha256 text,
  -- What the scanner found, or why the file could not be looked at. Internal.
  scan_result text,
  -- How far the worker is with a small picture of a picture, which pages show in its place. A picture of more pixels or
  -- bytes than src/lib/domain/file-types.ts allows has none.
  preview app.preview_state not null default 'none'::app.preview_state,
  -- Of the picture in pixels, the way up it is shown. Null until the worker has read it, and where it could not.
  picture_width integer,
  picture_height integer,
  -- The fencing token under which the worker made the preview: with the row's id it says where its bytes lie.
  preview_number integer,
  preview_bytes integer,
  author_staff_id uuid,
  author_client_user_id uuid,
  author_name text not null,
  visibility app.visibility not null,
  visible boolean not null,
  shared boolean not null generated always as (visible AND COALESCE(project_shared, true)) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint attachment_pkey PRIMARY KEY (tenant_id, id),
  constraint attachment_id_key UNIQUE (id),
  constraint attachment_author_name_check CHECK ((author_name IS NORMALIZED)),
  constraint attachment_check CHECK (num_nonnulls(contract_id, project_id) = 1),
  constraint attachment_check1 CHECK ((contract_id IS NULL) = (ticket_id IS NULL)
    AND (project_id IS NULL) = (project_shared IS NULL)),
  constraint attachment_check2 CHECK (state <> 'ready'::app.file_state OR sha256 IS NOT NULL),
  constraint attachment_check3 CHECK ((picture_width IS NULL) = (picture_height IS NULL) AND picture_width > 0
    AND picture_height > 0),
  constraint attachment_check4 CHECK (num_nonnulls(preview_number, preview_bytes) = CASE
    WHEN preview = 'ready'::app.preview_state THEN 2 ELSE 0 END),
  constraint attachment_check5 CHECK (preview <> 'ready'::app.preview_state OR COALESCE(picture_width <= 16384
    AND picture_height <= 16384 AND (picture_width::bigint * picture_height) <= 40000000, false)),
  constraint attachment_check6 CHECK (num_nonnulls(author_staff_id, author_client_user_id) <= 1),
  constraint attachment_name_check CHECK (length(name::text) <= 255 AND (name IS NORMALIZED)),
  constraint attachment_preview_bytes_check CHECK (preview_bytes >= 1 AND preview_bytes <= 1000000),
  constraint attachment_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  constraint attachment_size_bytes_check CHECK (size_bytes >= 0),
  constraint attachment_tenant_id_author_staff_id_fkey FOREIGN KEY (tenant_id, author_staff_id)
    REFERENCES app.staff_member(tenant_id, id),
  constraint attachment_tenant_id_client_id_contract_id_ticket_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint attachment_tenant_id_client_id_project_id_project_shared_fkey FOREIGN KEY (tenant_id,
    client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint attachment_tenant_id_id_project_id_visibility_visible_fkey FOREIGN KEY (tenant_id, id,
    project_id, visibility, visible) REFERENCES app.record(tenant_id, id, root_id, visibility, visible)
    ON UPDATE CASCADE ON DELETE CASCADE,
  constraint attachment_tenant_id_id_record_id_fkey FOREIGN KEY (tenant_id, id, record_id)
    REFERENCES app.record(tenant_id, id, parent_id) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint attachment_tenant_id_id_ticket_id_visibility_visible_fkey FOREIGN KEY (tenant_id, id,
    ticket_id, visibility, visible) REFERENCES app.record(tenant_id, id, root_id, visibility, visible)
    ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX attachment_by_age ON app.attachment USING btree (tenant_id, created_at DESC)
  WHERE (contract_id IS NOT NULL);
CREATE INDEX attachment_by_name_for_client ON app.attachment USING btree (client_id, lower((name)::text), id)
  WHERE shared;
CREATE INDEX attachment_by_project
  ON app.attachment USING btree (tenant_id, client_id, project_id, project_shared) WHERE (project_id IS NOT NULL);
CREATE INDEX attachment_by_record ON app.attachment USING btree (tenant_id, record_id);
CREATE INDEX attachment_by_size_for_client ON app.attachment USING btree (client_id, size_bytes DESC, id) WHERE shared;
CREATE INDEX attachment_by_staff ON app.attachment USING btree (tenant_id, author_staff_id)
  WHERE (author_staff_id IS NOT NULL);
CREATE INDEX attachment_by_ticket ON app.attachment USING btree (tenant_id, client_id, contract_id, ticket_id)
  WHERE (ticket_id IS NOT NULL);
CREATE INDEX attachment_for_client ON app.attachment USING btree (client_id, shared_at DESC, id)
  INCLUDE (section, project_id, contract_id, shared) WHERE shared;
CREATE INDEX attachment_name_for_client ON app.attachment USING gin (client_id, name extensions.gin_trgm_ops)
  WHERE shared;
CREATE INDEX attachment_of_record_for_client ON app.attachment USING btree (client_id, record_id) WHERE shared;
CREATE INDEX attachment_of_ticket_for_client ON app.attachment USING btree (client_id, ticket_id) WHERE (shared
  AND (ticket_id IS NOT NULL));
CREATE INDEX attachment_search_for_client ON app.attachment USING gin (client_id, search) WHERE shared;
CREATE INDEX attachment_search_for_staff ON app.attachment USING gin (tenant_id, search)
  WHERE (contract_id IS NOT NULL);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.attachment alter column section set statistics 0, alter column name set statistics 0,
  alter column size_bytes set statistics 0, alter column state set statistics 0,
  alter column media_type set statistics 0, alter column sha256 set statistics 0,
  alter column preview set statistics 0, alter column picture_width set statistics 0,
  alter column picture_height set statistics 0, alter column preview_number set statistics 0,
  alter column preview_bytes set statistics 0, alter column author_name set statistics 0,
  alter column shared_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.attachment owner to portal_owner;
alter table app.attachment enable row level security;
alter table app.attachment force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, contract_id, ticket_id, project_id, record_id, section, name, size_bytes, state, media_type,
  sha256, preview, picture_width, picture_height, preview_number, preview_bytes, author_client_user_id,
  author_name, shared_at) on app.attachment to client;
grant insert (tenant_id, id, record_id, name, size_bytes, author_client_user_id, author_name,
  visibility) on app.attachment to definer_comment;
grant select (tenant_id, id, client_id, contract_id, ticket_id, section, name, search, shared, shared_at,
  created_at) on app.attachment to definer_search;
grant insert (tenant_id, id, record_id, name, size_bytes, author_client_user_id, author_name,
  visibility) on app.attachment to definer_ticket;
grant select (tenant_id, id) on app.attachment to definer_work;
grant select on app.attachment to staff;
grant insert (id, record_id) on app.attachment to staff;
grant delete on app.attachment to staff;
grant select on app.attachment to worker;
grant update (state, media_type, sha256, scan_result, preview, picture_width, picture_height,
  preview_number, preview_bytes) on app.attachment to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.attachment for select to client
  using (shared AND client_id = (SELECT app.client_id()) AND (section = 'tickets'::app.section
    AND (SELECT app.client_section('tickets'::app.section)) IS NOT NULL OR section = 'projects'::app.section
    AND (SELECT app.client_section('projects'::app.section)) IS NOT NULL));
create policy definer_comment_insert on app.attachment for insert to definer_comment
  with check (shared AND section = 'projects'::app.section
    AND client_id = (SELECT app.client_section('projects'::app.section))
    AND author_client_user_id = (SELECT app.client_writer()) AND (EXISTS ( SELECT FROM app.text c
    WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.record_id
    AND c.author_client_user_id = (SELECT app.client_writer()))));
create policy definer_search_select on app.attachment for select to definer_search
  using (true);
create policy definer_ticket_insert on app.attachment for insert to definer_ticket
  with check (shared AND section = 'tickets'::app.section
    AND client_id = (SELECT app.client_section('tickets'::app.section))
    AND author_client_user_id = (SELECT app.client_writer()));
create policy definer_work_select on app.attachment for select to definer_work
  using (true);
create policy floor on app.attachment as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name,
    'definer_ticket'::name, 'definer_comment'::name, 'definer_work'::name, 'definer_search'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name,
    'definer_ticket'::name, 'definer_comment'::name, 'definer_work'::name, 'definer_search'::name])));
create policy staff_delete on app.attachment for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[]))));
create policy staff_insert on app.attachment for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('contributor'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[]))));
create policy staff_select on app.attachment for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND ((project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    OR (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[]))));
create policy worker_select on app.attachment for select to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_update on app.attachment for update to worker
  using (tenant_id = (SELECT app.work_tenant()))
  with check (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.attachment FOR EACH ROW
  EXECUTE FUNCTION app.attachment_before_write();

-- Turns a person's own upload into an attachment of a record. Where no flag is given, it takes the flag of the text or
-- ticket it was sent with, and on what stands in a project by itself the flag that the project's files start with.
-- app.attachment_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No
-- other role may execute it.
CREATE OR REPLACE FUNCTION app.attachment_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  parent_visible boolean;
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
    select r.client_id, r.project_id, r.contract_id, case when r.contract_id is not null then r.root_id end, r.visible,
           coalesce(new.visibility, case when r.parent_id is not null or r.contract_id is not null then r.visibility end)
      into new.client_id, new.project_id, new.contract_id, new.ticket_id, parent_visible, new.visibility
      from app.record r where r.tenant_id = new.tenant_id and r.id = new.record_id and r.kind <> 'attachment';
    if not found then
      raise foreign_key_violation using message = 'nothing to attach it to';
    end if;
    if new.project_id is not null then
      select p.shared into new.project_shared from app.project p where p.tenant_id = new.tenant_id and p.id = new.project_id;
    end if;
    if new.visibility is null then
      new.visibility := app.default_visibility(new.tenant_id, new.project_id, 'attachment');
    end if;
    new.visible := new.visibility = 'client_visible' and parent_visible;
  else
    if new.client_id <> old.client_id then
      new.author_client_user_id := null;
    end if;
    if new.ticket_id <> old.ticket_id then
      select t.contract_id into new.contract_id
        from app.ticket t where t.tenant_id = new.tenant_id and t.id = new.ticket_id and t.client_id = new.client_id;
      if not found then
        raise foreign_key_violation using message = 'no such ticket';
      end if;
    end if;
    if new.visibility <> old.visibility or new.ticket_id <> old.ticket_id then
      new.version := old.version + 1;
      new.updated_at := now();
    end if;
  end if;
  if not new.visible or not coalesce(new.project_shared, true) then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;
  return new;
end $function$;

-- 2. after each row: "0_make_record"
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.attachment FOR EACH ROW
  EXECUTE FUNCTION app.make_record('attachment', 'ticket_id', 'record_id');

-- Makes the record of a new row of the kind's own table. Arguments: the kind; of a project or ticket, "id"; of what
-- hangs on another record, the columns that name the ticket it is under (where it has one) and that record. It comes
-- before PostgreSQL looks the row's keys up, by triggers called RI_…: hence the name of its own.
-- app.make_record() runs as definer_record, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.make_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  kind app.record_kind := tg_argv[0]::app.record_kind;
  made jsonb;
  root uuid;
begin
  if tg_nargs = 1 then
    insert into app.record (tenant_id, id, client_id, kind, project_id, root_id, visibility)
    values (new.tenant_id, new.id, new.client_id, kind, new.project_id, new.project_id, new.visibility);
  elsif tg_argv[1] = 'id' then
    insert into app.record (tenant_id, id, client_id, kind, project_id, contract_id, root_id, visibility)
    values (
      new.tenant_id, new.id, new.client_id, kind, case when kind <> 'ticket' then new.id end,
      case when kind = 'ticket' then new.contract_id end, new.id, new.visibility
    );
  else
    made := to_jsonb(new);
    root := coalesce(made ->> tg_argv[1], made ->> 'project_id')::uuid;
    insert into app.record (tenant_id, id, client_id, kind, project_id, contract_id, root_id, parent_id, visibility)
    values (
      new.tenant_id, new.id, new.client_id, kind, (made ->> 'project_id')::uuid, (made ->> 'contract_id')::uuid, root,
      coalesce((made ->> tg_argv[2])::uuid, root), coalesce(made ->> 'visibility', 'internal_only')::app.visibility
    );
  end if;
  return null;
end $function$;

-- 3. after each row: drop_record
CREATE TRIGGER drop_record AFTER DELETE ON app.attachment FOR EACH ROW EXECUTE FUNCTION app.drop_record();

-- The record goes with the row of its own table, and takes along all that hangs on it.
-- app.drop_record() runs as definer_record, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.drop_record()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  delete from app.record r where r.tenant_id = old.tenant_id and r.id = old.id;
  return null;
end $function$;

-- 4. after each row: log_visibility
CREATE TRIGGER log_visibility AFTER INSERT ON app.attachment FOR EACH ROW
  EXECUTE FUNCTION app.log_visibility('attachment');

-- Writes app.visibility_log; the trigger's argument is the kind of record.
-- app.log_visibility() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
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
end $function$;

-- 5. after each row: log_visibility_change
CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.attachment FOR EACH ROW
  WHEN (old.visibility IS DISTINCT FROM new.visibility) EXECUTE FUNCTION app.log_visibility('attachment');

-- app.log_visibility() stands above.

-- 6. after each row: write_outbox_of_checked_picture
CREATE TRIGGER write_outbox_of_checked_picture AFTER UPDATE OF state ON app.attachment FOR EACH ROW
  WHEN (new.state = 'ready'::app.file_state AND old.state <> 'ready'::app.file_state
  AND new.preview = 'waiting'::app.preview_state) EXECUTE FUNCTION app.write_outbox('preview_picture');

-- Tells the worker of a change of a record; the trigger's argument is the kind of job. An event tells of its ticket.
-- app.write_outbox() runs as definer_outbox, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.write_outbox()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  record uuid;
begin
  if tg_table_name = 'ticket_event' then
    record := new.ticket_id;
  else
    record := new.id;
  end if;
  insert into app.outbox (tenant_id, kind, record_id) values (new.tenant_id, tg_argv[0]::app.job_kind, record);
  return null;
end $function$;

-- 7. after each row: write_outbox_of_picture
CREATE TRIGGER write_outbox_of_picture AFTER INSERT ON app.attachment FOR EACH ROW
  WHEN (new.state = 'ready'::app.file_state AND new.preview = 'waiting'::app.preview_state)
  EXECUTE FUNCTION app.write_outbox('preview_picture');

-- app.write_outbox() stands above.

-- 8. after each row: write_outbox_of_unchecked
CREATE TRIGGER write_outbox_of_unchecked AFTER INSERT ON app.attachment FOR EACH ROW
  WHEN (new.state = 'checking'::app.file_state) EXECUTE FUNCTION app.write_outbox('check_file');

-- app.write_outbox() stands above.

-- 9. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.attachment REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_attachment();

-- Tells the pages that show app.attachment of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_attachment() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_attachment()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, r.contract_id, null::uuid, r.section::text from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, r.section::text from written r where r.shared) t (client, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, r.contract_id, null::uuid, r.section::text from before r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, r.section::text from before r where r.shared) t (client, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, r.project_id, r.contract_id, null::uuid, r.section::text from before r
      union select r.tenant_id, r.project_id, r.contract_id, null::uuid, r.section::text from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (
        select distinct coalesce(b.client_id, w.client_id), coalesce(b.section, w.section)::text
          from before b full join written w using (tenant_id, id)
         where coalesce(b.shared, false) <> coalesce(w.shared, false)
            or (w.shared and (b.id, b.section, b.contract_id, b.project_id, b.ticket_id, b.record_id, b.name, b.size_bytes, b.state,
            b.media_type, b.sha256, b.preview, b.picture_width, b.picture_height, b.preview_number,
            b.preview_bytes, b.author_name, b.author_client_user_id, b.shared_at)
          is distinct from (w.id, w.section, w.contract_id, w.project_id, w.ticket_id, w.record_id, w.name, w.size_bytes, w.state,
            w.media_type, w.sha256, w.preview, w.picture_width, w.picture_height, w.preview_number,
            w.preview_bytes, w.author_name, w.author_client_user_id, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 10. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.attachment REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_attachment();

-- app.announce_attachment() stands above.

-- 11. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.attachment REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_attachment();

-- app.announce_attachment() stands above.
