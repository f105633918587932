-- Table app.project
--
-- A project of one client, under one of the contracts that cover it.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.project (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid,
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  summary text not null default ''::text,
  status app.project_status not null default 'planned'::app.project_status,
  -- app.day is a domain over date.
  starts_on app.day,
  -- app.day is a domain over date.
  due_on app.day,
  -- Whether client users may comment on the tasks they see.
  client_may_comment boolean not null default false,
  visibility app.visibility not null default 'internal_only'::app.visibility,
  -- What the client sees; everything below carries it as project_shared.
  shared boolean not null generated always as (visibility = 'client_visible'::app.visibility) stored,
  -- Since when the client has seen it; null while hidden. The client's "new", instead of created_at.
  shared_at timestamp with time zone,
  -- Counts staff edits, so that a stale form is told so instead of overwriting.
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint project_pkey PRIMARY KEY (tenant_id, id),
  constraint project_tenant_id_client_id_id_key UNIQUE (tenant_id, client_id, id),
  constraint project_tenant_id_client_id_id_shared_key UNIQUE (tenant_id, client_id, id, shared),
  constraint project_check CHECK (due_on::date >= starts_on::date AND due_on::date <= (starts_on::date + 7305)),
  constraint project_name_check CHECK (length(name::text) <= 200 AND (name IS NORMALIZED)),
  constraint project_summary_check CHECK (length(summary) <= 4000 AND (summary IS NORMALIZED)),
  constraint project_tenant_id_client_id_fkey FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id),
  constraint project_tenant_id_contract_id_client_id_fkey FOREIGN KEY (tenant_id, contract_id, client_id)
    REFERENCES app.contract_client(tenant_id, contract_id, client_id),
  constraint project_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id),
  constraint project_tenant_id_id_visibility_fkey FOREIGN KEY (tenant_id, id, visibility)
    REFERENCES app.record(tenant_id, id, visibility) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.attachment: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id,
--   client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.epic: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id,
--   id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.milestone: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id,
--   client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.milestone_change: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES
--   app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.project_default: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
-- app.project_member: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
-- app.read_receipt: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
-- app.record: FOREIGN KEY (tenant_id, client_id, project_id) REFERENCES app.project(tenant_id, client_id, id) ON UPDATE
--   CASCADE ON DELETE CASCADE
-- app.saved_filter: FOREIGN KEY (tenant_id, project_id) REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
-- app.sprint: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id,
--   client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.story: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id,
--   client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.task: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id,
--   id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.task_status_change: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES
--   app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.text: FOREIGN KEY (tenant_id, client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id,
--   id, shared) ON UPDATE CASCADE ON DELETE CASCADE
-- app.ticket: FOREIGN KEY (tenant_id, project_client_id, project_id, project_shared) REFERENCES app.project(tenant_id,
--   client_id, id, shared) ON UPDATE CASCADE ON DELETE SET NULL (project_client_id, project_id, project_shared)
-- app.ticket_task: FOREIGN KEY (tenant_id, task_client_id, project_id, project_shared) REFERENCES
--   app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX project_by_contract ON app.project USING btree (tenant_id, contract_id, client_id);
CREATE INDEX project_for_client ON app.project USING btree (client_id, id) WHERE shared;

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.project alter column name set statistics 0, alter column summary set statistics 0,
  alter column starts_on set statistics 0, alter column due_on set statistics 0,
  alter column client_may_comment set statistics 0, alter column shared_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.project owner to portal_owner;
alter table app.project enable row level security;
alter table app.project force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, contract_id, name, summary, status, starts_on, due_on, client_may_comment,
  shared_at) on app.project to client;
grant select (tenant_id, id, client_may_comment, shared) on app.project to definer_comment;
grant select on app.project to definer_identity;
grant select (tenant_id, id, shared) on app.project to definer_log;
grant select (id, client_id) on app.project to definer_move;
grant update (client_id, contract_id) on app.project to definer_move;
grant select (id) on app.project to definer_receipt;
grant select (tenant_id, id, client_id, contract_id, shared) on app.project to definer_ticket;
grant select (tenant_id, id, contract_id, starts_on) on app.project to definer_time;
grant select (tenant_id, id, client_id) on app.project to definer_view;
grant select on app.project to staff;
grant insert (tenant_id, id, client_id, contract_id, name, summary, status, starts_on, due_on) on app.project to staff;
grant update (name, summary, status, starts_on, due_on, client_may_comment) on app.project to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.project for select to client
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_comment_select on app.project for select to definer_comment
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_identity_select on app.project for select to definer_identity
  using (true);
create policy definer_log_select on app.project for select to definer_log
  using (true);
create policy definer_move_select on app.project for select to definer_move
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy definer_move_update on app.project for update to definer_move
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)))
  with check (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy definer_receipt_select on app.project for select to definer_receipt
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_ticket_select on app.project for select to definer_ticket
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy definer_time_select on app.project for select to definer_time
  using (true);
create policy definer_view_select on app.project for select to definer_view
  using (tenant_id = (SELECT app.staff_tenant())
    AND (id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy floor on app.project as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name,
    'definer_time'::name, 'definer_log'::name, 'definer_comment'::name, 'definer_receipt'::name,
    'definer_ticket'::name, 'definer_view'::name, 'definer_move'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name,
    'definer_time'::name, 'definer_log'::name, 'definer_comment'::name, 'definer_receipt'::name,
    'definer_ticket'::name, 'definer_view'::name, 'definer_move'::name])));
create policy staff_insert on app.project for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy staff_select on app.project for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
create policy staff_update on app.project for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.project FOR EACH ROW
  EXECUTE FUNCTION app.project_before_write();

-- Keeps shared_at and version of a project. Refuses to move one with anything Client Visible in it, and takes back what
-- it shares by default.
-- app.project_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.project_before_write()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  -- Terms agreed with one client are not agreed with another: nothing is Client Visible in a project that moves. New records start
  -- Internal Only there, and client users may not comment until told so again.
  if tg_op = 'UPDATE' and new.client_id <> old.client_id then
    if exists (
      select from app.record r
       where r.tenant_id = new.tenant_id and r.client_id = old.client_id and r.project_id = new.id and r.visibility = 'client_visible'
    ) then
      raise check_violation using message = 'a project moves to another client with nothing in it Client Visible';
    end if;
    new.client_may_comment := false;
    delete from app.project_default d where d.tenant_id = new.tenant_id and d.project_id = new.id;
  end if;
  if new.visibility = 'internal_only' then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;
  if tg_op = 'UPDATE' and (current_user in ('staff', 'definer_move') or new.visibility <> old.visibility) then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $function$;

-- 2. after each row: "0_make_record"
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.project FOR EACH ROW
  EXECUTE FUNCTION app.make_record('project', 'id');

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

-- 3. after each row: log_visibility
CREATE TRIGGER log_visibility AFTER INSERT ON app.project FOR EACH ROW EXECUTE FUNCTION app.log_visibility('project');

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

-- 4. after each row: log_visibility_change
CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.project FOR EACH ROW
  WHEN (old.visibility IS DISTINCT FROM new.visibility) EXECUTE FUNCTION app.log_visibility('project');

-- app.log_visibility() stands above.

-- 5. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.project REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_project();

-- Tells the pages that show app.project of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_project() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.announce_project()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'projects' from written r where r.shared) t (client, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.id, null::uuid, null::uuid, 'projects' from before r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'projects' from before r where r.shared) t (client, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, r.id, null::uuid, null::uuid, 'projects' from before r
      union select r.tenant_id, r.id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (
        select distinct coalesce(b.client_id, w.client_id), 'projects'
          from before b full join written w using (tenant_id, id)
         where coalesce(b.shared, false) <> coalesce(w.shared, false)
            or (w.shared and (b.id, b.contract_id, b.name, b.summary, b.status, b.starts_on, b.due_on, b.client_may_comment,
            b.shared_at)
          is distinct from (w.id, w.contract_id, w.name, w.summary, w.status, w.starts_on, w.due_on, w.client_may_comment,
            w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 6. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.project REFERENCING NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_project();

-- app.announce_project() stands above.

-- 7. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.project REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_project();

-- app.announce_project() stands above.
