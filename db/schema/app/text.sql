-- Table app.text
--
-- What is said on a task, and what the team notes on a record of a project. Hidden while that is, whatever its own flag
-- says.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.text (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  -- Granted to clients: a text under a hidden record is no row of theirs, so that the id of that never shows.
  record_id uuid not null,
  -- A comment is said to whoever reads the task; a note is the team's own, Internal Only unless a manager shares it; a
  -- grooming note of the backlog is Internal Only for good.
  kind app.text_kind not null,
  -- app.seen_text is a domain over text.
  body app.seen_text not null,
  author_staff_id uuid,
  -- The client's own person who wrote it, by which everybody knows their own words from a namesake's.
  author_client_user_id uuid,
  -- The name shown to the client: a staff member's display name, never their account.
  author_name text not null,
  -- When its text last changed while the client could read it; null where it never did.
  edited_at timestamp with time zone,
  -- Chosen by its author, so that a text sent twice arrives once.
  request_id uuid,
  visibility app.visibility not null,
  visible boolean not null,
  shared boolean not null generated always as (visible AND project_shared) stored,
  -- When the client was first shown it, where it is shared; what the client is told in place of created_at, which would
  -- tell how long it was hidden.
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint text_pkey PRIMARY KEY (tenant_id, id),
  constraint text_tenant_id_author_client_user_id_request_id_key UNIQUE (tenant_id, author_client_user_id, request_id),
  constraint text_tenant_id_author_staff_id_request_id_key UNIQUE (tenant_id, author_staff_id, request_id),
  constraint text_author_name_check CHECK ((author_name IS NORMALIZED)),
  constraint text_body_check CHECK (length(body::text) <= 20000 AND (body IS NORMALIZED)),
  constraint text_check CHECK (kind <> 'grooming'::app.text_kind OR visibility = 'internal_only'::app.visibility),
  constraint text_check1 CHECK (num_nonnulls(author_staff_id, author_client_user_id) <= 1),
  constraint text_check2 CHECK (kind = 'comment'::app.text_kind OR author_client_user_id IS NULL),
  constraint text_tenant_id_author_staff_id_fkey FOREIGN KEY (tenant_id, author_staff_id)
    REFERENCES app.staff_member(tenant_id, id),
  constraint text_tenant_id_client_id_author_client_user_id_fkey FOREIGN KEY (tenant_id,
    client_id, author_client_user_id) REFERENCES app.client_user(tenant_id, client_id, id),
  constraint text_tenant_id_client_id_project_id_project_shared_fkey FOREIGN KEY (tenant_id, client_id,
    project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint text_tenant_id_id_project_id_visibility_visible_fkey FOREIGN KEY (tenant_id, id, project_id,
    visibility, visible) REFERENCES app.record(tenant_id, id, root_id, visibility, visible) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint text_tenant_id_id_record_id_fkey FOREIGN KEY (tenant_id, id, record_id)
    REFERENCES app.record(tenant_id, id, parent_id) ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX text_by_client_user ON app.text USING btree (tenant_id, client_id, author_client_user_id)
  WHERE (author_client_user_id IS NOT NULL);
CREATE INDEX text_by_project ON app.text USING btree (tenant_id, client_id, project_id, project_shared);
CREATE INDEX text_by_staff ON app.text USING btree (tenant_id, author_staff_id) WHERE (author_staff_id IS NOT NULL);
CREATE INDEX text_for_client ON app.text USING btree (client_id, record_id, shared_at) WHERE shared;
CREATE INDEX text_of_record ON app.text USING btree (tenant_id, record_id, created_at);
CREATE INDEX text_one_for_client ON app.text USING btree (client_id, id) WHERE shared;

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.text alter column kind set statistics 0, alter column body set statistics 0,
  alter column author_name set statistics 0, alter column edited_at set statistics 0,
  alter column shared_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.text owner to portal_owner;
alter table app.text enable row level security;
alter table app.text force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, record_id, kind, body, author_client_user_id, author_name, edited_at,
  shared_at) on app.text to client;
grant select (tenant_id, id, client_id, record_id, author_client_user_id, request_id,
  shared) on app.text to definer_comment;
grant insert (id, record_id, kind, body, author_client_user_id, author_name, request_id,
  visibility) on app.text to definer_comment;
grant select on app.text to staff;
grant insert (id, record_id, kind, body, request_id, visibility) on app.text to staff;
grant update (body) on app.text to staff;
grant delete on app.text to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.text for select to client
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_comment_insert on app.text for insert to definer_comment
  with check (client_id = (SELECT app.client_section('projects'::app.section))
    AND author_client_user_id = (SELECT app.client_writer()) AND shared AND kind = 'comment'::app.text_kind);
create policy definer_comment_select on app.text for select to definer_comment
  using (client_id = (SELECT app.client_section('projects'::app.section))
    AND author_client_user_id = (SELECT app.client_writer()) AND shared);
create policy floor on app.text as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_comment'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_comment'::name])));
create policy staff_delete on app.text for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy staff_insert on app.text for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('reviewer'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()) AND (visibility = 'internal_only'::app.visibility
    OR (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[]))
    OR kind = 'comment'::app.text_kind
    AND (project_id = ANY ((SELECT app.projects_sharing('comment'::app.record_kind))::uuid[]))
    OR kind = 'note'::app.text_kind
    AND (project_id = ANY ((SELECT app.projects_sharing('note'::app.record_kind))::uuid[]))));
create policy staff_select on app.text for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
create policy staff_update on app.text for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('reviewer'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('reviewer'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_2_place
CREATE TRIGGER step_2_place BEFORE INSERT ON app.text FOR EACH ROW EXECUTE FUNCTION app.fill_text_keys();

-- Places a new comment on its task, or a note on any record of a project, with the flag that the project starts such
-- texts with.
-- app.fill_text_keys() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
CREATE OR REPLACE FUNCTION app.fill_text_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  parent_kind app.record_kind;
  parent_visible boolean;
begin
  select r.tenant_id, r.client_id, r.project_id, r.kind, r.visible
    into new.tenant_id, new.client_id, new.project_id, parent_kind, parent_visible
    from app.record r
   where r.id = new.record_id and r.project_id is not null and r.tenant_id = coalesce(new.tenant_id, r.tenant_id);
  if not found then
    raise foreign_key_violation using message = 'no such record';
  end if;
  -- The thread of a task is the one that clients read and write in.
  if new.kind = 'comment' and parent_kind <> 'task' then
    raise check_violation using message = 'comments stand on tasks';
  end if;
  select p.shared into new.project_shared from app.project p where p.tenant_id = new.tenant_id and p.id = new.project_id;
  if new.visibility is null then
    new.visibility := case new.kind
      when 'grooming' then 'internal_only'
      else app.default_visibility(new.tenant_id, new.project_id, new.kind::text::app.record_kind)
    end;
  end if;
  new.visible := new.visibility = 'client_visible' and parent_visible;
  return new;
end $function$;

-- 2. before each row: step_4_keep
CREATE TRIGGER step_4_keep BEFORE INSERT OR UPDATE ON app.text FOR EACH ROW EXECUTE FUNCTION app.text_before_write();

-- Signs what is said with the name shown to clients, and keeps version, shared_at and edited_at.
-- app.text_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
CREATE OR REPLACE FUNCTION app.text_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  is_shared boolean;
  parent uuid;
  changed boolean;
begin
  if tg_op = 'INSERT' and current_user = 'staff' then
    new.author_staff_id := app.staff_id();
    select m.display_name into new.author_name from app.staff_member m
     where m.tenant_id = app.staff_tenant() and m.id = new.author_staff_id;
  end if;

  case tg_table_name
    when 'text' then
      parent := new.record_id;
      is_shared := new.visible and new.project_shared;
      changed := tg_op = 'UPDATE' and new.visibility <> old.visibility;
      -- In another client's project its author is a name and no account.
      if tg_op = 'UPDATE' and new.client_id <> old.client_id then
        new.author_client_user_id := null;
      end if;
    when 'message' then
      parent := new.ticket_id;
      is_shared := new.visible;
      changed := tg_op = 'UPDATE' and (new.visibility <> old.visibility or new.ticket_id <> old.ticket_id);
    -- A note of a ticket has no flag: it is never shared.
    else
      is_shared := false;
      changed := tg_op = 'UPDATE' and new.ticket_id <> old.ticket_id;
  end case;

  if changed or (tg_op = 'UPDATE' and current_user = 'staff') then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  if tg_table_name = 'ticket_note' then
    return new;
  end if;
  if not is_shared then
    new.shared_at := null;
    new.edited_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
    if tg_op = 'UPDATE' and new.visibility = old.visibility then
      new.shared_at := app.first_shared_at(tg_table_name, new.tenant_id, parent, new.created_at);
    end if;
  elsif tg_op = 'UPDATE' and new.body <> old.body then
    new.edited_at := now();
  end if;
  return new;
end $function$;

-- 3. after each row: "0_make_record"
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.text FOR EACH ROW WHEN (new.kind = 'comment'::app.text_kind)
  EXECUTE FUNCTION app.make_record('comment', 'project_id', 'record_id');

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

-- 4. after each row: "0_make_record_of_note"
CREATE TRIGGER "0_make_record_of_note" AFTER INSERT ON app.text FOR EACH ROW
  WHEN (new.kind <> 'comment'::app.text_kind) EXECUTE FUNCTION app.make_record('note', 'project_id', 'record_id');

-- app.make_record() stands above.

-- 5. after each row: drop_record
CREATE TRIGGER drop_record AFTER DELETE ON app.text FOR EACH ROW EXECUTE FUNCTION app.drop_record();

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

-- 6. after each row: log_revision
CREATE TRIGGER log_revision AFTER UPDATE OF body ON app.text FOR EACH ROW
  WHEN (old.body::text <> new.body::text) EXECUTE FUNCTION app.log_revision();

-- Writes app.text_revision when a text is edited.
-- app.log_revision() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.log_revision()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
declare
  place jsonb := to_jsonb(new);
begin
  insert into app.text_revision (tenant_id, client_id, project_id, contract_id, record_id, body, editor_staff_id)
  values (
    new.tenant_id, new.client_id, (place ->> 'project_id')::uuid, (place ->> 'contract_id')::uuid, new.id, old.body, app.staff_id()
  );
  return null;
end $function$;

-- 7. after each row: log_visibility
CREATE TRIGGER log_visibility AFTER INSERT ON app.text FOR EACH ROW WHEN (new.kind = 'comment'::app.text_kind)
  EXECUTE FUNCTION app.log_visibility('comment');

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

-- 8. after each row: log_visibility_change
CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.text FOR EACH ROW WHEN (new.kind = 'comment'::app.text_kind
  AND old.visibility IS DISTINCT FROM new.visibility) EXECUTE FUNCTION app.log_visibility('comment');

-- app.log_visibility() stands above.

-- 9. after each row: log_visibility_change_of_note
CREATE TRIGGER log_visibility_change_of_note AFTER UPDATE ON app.text FOR EACH ROW
  WHEN (new.kind <> 'comment'::app.text_kind AND old.visibility IS DISTINCT FROM new.visibility)
  EXECUTE FUNCTION app.log_visibility('note');

-- app.log_visibility() stands above.

-- 10. after each row: log_visibility_of_note
CREATE TRIGGER log_visibility_of_note AFTER INSERT ON app.text FOR EACH ROW
  WHEN (new.kind <> 'comment'::app.text_kind) EXECUTE FUNCTION app.log_visibility('note');

-- app.log_visibility() stands above.

-- 11. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.text REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_text();

-- Tells the pages that show app.text of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_text() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.announce_text()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'projects' from written r where r.shared) t (client, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'projects' from before r where r.shared) t (client, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r
      union select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (
        select distinct coalesce(b.client_id, w.client_id), 'projects'
          from before b full join written w using (tenant_id, id)
         where coalesce(b.shared, false) <> coalesce(w.shared, false)
            or (w.shared and (b.id, b.kind, b.record_id, b.body, b.author_name, b.author_client_user_id, b.edited_at, b.shared_at)
          is distinct from (w.id, w.kind, w.record_id, w.body, w.author_name, w.author_client_user_id, w.edited_at, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 12. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.text REFERENCING NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_text();

-- app.announce_text() stands above.

-- 13. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.text REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_text();

-- app.announce_text() stands above.
