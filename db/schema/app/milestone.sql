-- Table app.milestone
--
-- A delivery checkpoint: the date agreed with the client, the date now expected, the date it was met. Its standing is
-- derived (src/lib/domain/milestone-standing.ts), never stored.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.milestone (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  project_id uuid not null,
  project_shared boolean not null,
  -- app.seen_text is a domain over text.
  title app.seen_text not null,
  description text not null default ''::text,
  -- app.day is a domain over date.
  agreed_on app.day not null,
  -- app.day is a domain over date.
  forecast_on app.day,
  -- app.day is a domain over date.
  met_on app.day,
  visibility app.visibility not null,
  visible boolean not null,
  shared boolean not null generated always as (visibility = 'client_visible'::app.visibility AND project_shared) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint milestone_pkey PRIMARY KEY (tenant_id, id),
  constraint milestone_tenant_id_project_id_id_visible_key UNIQUE (tenant_id, project_id, id, visible),
  constraint milestone_description_check CHECK (length(description) <= 4000 AND (description IS NORMALIZED)),
  constraint milestone_title_check CHECK (length(title::text) <= 200 AND (title IS NORMALIZED)),
  constraint milestone_tenant_id_client_id_project_id_project_shared_fkey FOREIGN KEY (tenant_id, client_id,
    project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint milestone_tenant_id_id_project_id_visibility_visible_fkey FOREIGN KEY (tenant_id, id,
    project_id, visibility, visible) REFERENCES app.record(tenant_id, id, root_id, visibility, visible)
    ON UPDATE CASCADE ON DELETE CASCADE
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.milestone_change: FOREIGN KEY (tenant_id, project_id, milestone_id, milestone_visible) REFERENCES
--   app.milestone(tenant_id, project_id, id, visible) ON UPDATE CASCADE ON DELETE CASCADE
-- app.task: FOREIGN KEY (tenant_id, project_id, milestone_id, milestone_visible) REFERENCES app.milestone(tenant_id,
--   project_id, id, visible) ON UPDATE CASCADE ON DELETE SET NULL (milestone_id, milestone_visible)

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX milestone_by_project ON app.milestone USING btree (tenant_id, client_id, project_id, project_shared);
CREATE INDEX milestone_for_client ON app.milestone USING btree (client_id, project_id, agreed_on) WHERE shared;
CREATE INDEX milestone_one_for_client ON app.milestone USING btree (client_id, id) WHERE shared;

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.milestone alter column title set statistics 0, alter column description set statistics 0,
  alter column agreed_on set statistics 0, alter column forecast_on set statistics 0,
  alter column met_on set statistics 0, alter column shared_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.milestone owner to portal_owner;
alter table app.milestone enable row level security;
alter table app.milestone force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, project_id, title, description, agreed_on, forecast_on, met_on, shared_at) on app.milestone to client;
grant select on app.milestone to staff;
grant insert (id, project_id, title, description, agreed_on, forecast_on, met_on, visibility) on app.milestone to staff;
grant update (title, description, agreed_on, forecast_on, met_on) on app.milestone to staff;
grant delete on app.milestone to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.milestone for select to client
  using (client_id = (SELECT app.client_section('projects'::app.section)) AND shared);
create policy floor on app.milestone as restrictive for all to public
  using (shared OR CURRENT_USER = 'staff'::name)
  with check (shared OR CURRENT_USER = 'staff'::name);
create policy staff_delete on app.milestone for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy staff_insert on app.milestone for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy staff_select on app.milestone for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
create policy staff_update on app.milestone for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_0_bump_version
CREATE TRIGGER step_0_bump_version BEFORE UPDATE ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.bump_version();

-- Counts the team's edits of a record. Its triggers name all that the team may write but the position: where no number
-- is left between two neighbours, their whole list is written anew, which is no change of what nobody moved. Who moves
-- one task writes its status and sprint along, so that this counts.
-- app.bump_version() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role may
-- execute it.
CREATE OR REPLACE FUNCTION app.bump_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if current_user in ('staff', 'definer_plan', 'definer_review') or new.visibility <> old.visibility then
    new.version := old.version + 1;
    new.updated_at := now();
  end if;
  return new;
end $function$;

-- 2. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE INSERT OR UPDATE ON app.milestone FOR EACH ROW
  EXECUTE FUNCTION app.record_before_write('milestone');

-- Places a new record in its project (tenant, client, project_shared, default visibility), and keeps shared_at. The
-- foreign keys, not this trigger, are what makes the copied values true. Argument: the kind.
-- app.record_before_write() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
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
    new.visible := new.visibility = 'client_visible';
  end if;

  if new.visibility = 'internal_only' or not new.project_shared then
    new.shared_at := null;
  elsif new.shared_at is null then
    new.shared_at := now();
  end if;
  return new;
end $function$;

-- 3. after each row: "0_make_record"
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.make_record('milestone');

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

-- 4. after each row: drop_record
CREATE TRIGGER drop_record AFTER DELETE ON app.milestone FOR EACH ROW EXECUTE FUNCTION app.drop_record();

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

-- 5. after each row: log_change
CREATE TRIGGER log_change AFTER UPDATE OF agreed_on, forecast_on, met_on ON app.milestone FOR EACH ROW
  EXECUTE FUNCTION app.log_milestone_change();

-- Writes app.milestone_change.
-- app.log_milestone_change() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
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
      tenant_id, client_id, project_id, milestone_id, milestone_visible, project_shared, was_shared,
      from_agreed_on, to_agreed_on, from_forecast_on, to_forecast_on, from_met_on, to_met_on, reason, actor_staff_id
    ) values (
      new.tenant_id, new.client_id, new.project_id, new.id, new.visible, new.project_shared, old.shared and new.shared,
      old.agreed_on, new.agreed_on, old.forecast_on, new.forecast_on, old.met_on, new.met_on,
      nullif(current_setting('app.reason', true), ''), app.staff_id()
    );
  end if;
  return null;
end $function$;

-- 6. after each row: log_visibility
CREATE TRIGGER log_visibility AFTER INSERT ON app.milestone FOR EACH ROW
  EXECUTE FUNCTION app.log_visibility('milestone');

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

-- 7. after each row: log_visibility_change
CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.milestone FOR EACH ROW
  WHEN (old.visibility IS DISTINCT FROM new.visibility) EXECUTE FUNCTION app.log_visibility('milestone');

-- app.log_visibility() stands above.

-- 8. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.milestone REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_milestone();

-- Tells the pages that show app.milestone of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_milestone() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_milestone()
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
            or (w.shared and (b.id, b.project_id, b.title, b.description, b.agreed_on, b.forecast_on, b.met_on, b.shared_at)
          is distinct from (w.id, w.project_id, w.title, w.description, w.agreed_on, w.forecast_on, w.met_on, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 9. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.milestone REFERENCING NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_milestone();

-- app.announce_milestone() stands above.

-- 10. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.milestone REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_milestone();

-- app.announce_milestone() stands above.
