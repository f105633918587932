-- Table app.message
--
-- A reply in a ticket's thread. Hidden while the ticket is, whatever its own flag says.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.message (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  -- app.seen_text is a domain over text.
  body app.seen_text not null,
  author_staff_id uuid,
  author_client_user_id uuid,
  -- The name shown to the client: a staff member's display name, never their account.
  author_name text not null,
  -- When its text last changed while the client could read it; null where it never did.
  edited_at timestamp with time zone,
  -- The ticket it was written in, before a merge or a split. Internal.
  moved_from_id uuid,
  -- Chosen by its author, so that a reply sent twice arrives once.
  request_id uuid,
  search tsvector not null generated always as (app.search_vector(body::text)) stored,
  visibility app.visibility not null default 'internal_only'::app.visibility,
  visible boolean not null,
  shared boolean not null generated always as (visible) stored,
  shared_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint message_pkey PRIMARY KEY (tenant_id, id),
  constraint message_tenant_id_author_client_user_id_request_id_key UNIQUE (tenant_id,
    author_client_user_id, request_id),
  constraint message_tenant_id_author_staff_id_request_id_key UNIQUE (tenant_id, author_staff_id, request_id),
  constraint message_author_name_check CHECK ((author_name IS NORMALIZED)),
  constraint message_body_check CHECK (length(body::text) <= 20000 AND (body IS NORMALIZED)),
  constraint message_check CHECK (num_nonnulls(author_staff_id, author_client_user_id) <= 1),
  constraint message_tenant_id_author_staff_id_fkey FOREIGN KEY (tenant_id, author_staff_id)
    REFERENCES app.staff_member(tenant_id, id),
  constraint message_tenant_id_client_id_author_client_user_id_fkey FOREIGN KEY (tenant_id,
    client_id, author_client_user_id) REFERENCES app.client_user(tenant_id, client_id, id),
  constraint message_tenant_id_client_id_contract_id_ticket_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint message_tenant_id_id_ticket_id_visibility_visible_fkey FOREIGN KEY (tenant_id, id, ticket_id,
    visibility, visible) REFERENCES app.record(tenant_id, id, root_id, visibility, visible) ON UPDATE CASCADE
    ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX message_by_age ON app.message USING btree (tenant_id, created_at DESC);
CREATE INDEX message_by_client_user ON app.message USING btree (tenant_id, client_id, author_client_user_id)
  WHERE (author_client_user_id IS NOT NULL);
CREATE INDEX message_by_ticket ON app.message USING btree (tenant_id, client_id, contract_id, ticket_id);
CREATE INDEX message_for_client ON app.message USING btree (client_id, ticket_id, shared_at) WHERE shared;
CREATE INDEX message_of_ticket ON app.message USING btree (tenant_id, ticket_id, created_at);
CREATE INDEX message_one_for_client ON app.message USING btree (client_id, id) WHERE shared;
CREATE INDEX message_search_for_client ON app.message USING gin (client_id, search) WHERE shared;
CREATE INDEX message_search_for_staff ON app.message USING gin (tenant_id, search);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.message alter column body set statistics 0, alter column author_name set statistics 0,
  alter column edited_at set statistics 0, alter column shared_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.message owner to portal_owner;
alter table app.message enable row level security;
alter table app.message force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, ticket_id, body, author_client_user_id, author_name, edited_at, shared_at) on app.message to client;
grant select (tenant_id, ticket_id, shared, shared_at) on app.message to definer_log;
grant select (tenant_id, id, client_id, contract_id, ticket_id, search, shared, shared_at,
  created_at) on app.message to definer_search;
grant select (tenant_id, id, client_id, contract_id, author_client_user_id, request_id, visibility,
  shared) on app.message to definer_ticket;
grant insert (tenant_id, id, ticket_id, body, author_client_user_id, author_name, request_id,
  visibility) on app.message to definer_ticket;
grant select on app.message to staff;
grant insert (id, ticket_id, body, request_id, visibility) on app.message to staff;
grant update (body) on app.message to staff;
grant delete on app.message to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.message for select to client
  using (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared);
create policy definer_log_select on app.message for select to definer_log
  using (true);
create policy definer_search_select on app.message for select to definer_search
  using (true);
create policy definer_ticket_insert on app.message for insert to definer_ticket
  with check (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared
    AND author_client_user_id = (SELECT app.client_writer()));
create policy definer_ticket_select on app.message for select to definer_ticket
  using (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared);
create policy floor on app.message as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name,
    'definer_ticket'::name, 'definer_search'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_log'::name,
    'definer_ticket'::name, 'definer_search'::name])));
create policy staff_delete on app.message for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[])));
create policy staff_insert on app.message for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()));
create policy staff_select on app.message for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy staff_update on app.message for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_2_place
CREATE TRIGGER step_2_place BEFORE INSERT ON app.message FOR EACH ROW EXECUTE FUNCTION app.fill_ticket_keys('message');

-- Places a message or note on its ticket, and on another one of the same client where its record is moved. Argument:
-- message or ticket_note.
-- app.fill_ticket_keys() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
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
  elsif tg_argv[0] = 'message' then
    new.visible := new.visibility = 'client_visible' and is_shared;
  end if;
  return new;
end $function$;

-- 2. before each row: step_3_move
CREATE TRIGGER step_3_move BEFORE UPDATE ON app.message FOR EACH ROW WHEN (old.ticket_id <> new.ticket_id)
  EXECUTE FUNCTION app.fill_ticket_keys('message');

-- app.fill_ticket_keys() stands above.

-- 3. before each row: step_4_keep
CREATE TRIGGER step_4_keep BEFORE INSERT OR UPDATE ON app.message FOR EACH ROW EXECUTE FUNCTION app.text_before_write();

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

-- 4. after each row: "0_make_record"
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.message FOR EACH ROW
  EXECUTE FUNCTION app.make_record('message', 'ticket_id', 'ticket_id');

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

-- 5. after each row: drop_record
CREATE TRIGGER drop_record AFTER DELETE ON app.message FOR EACH ROW EXECUTE FUNCTION app.drop_record();

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
CREATE TRIGGER log_revision AFTER UPDATE OF body ON app.message FOR EACH ROW
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
CREATE TRIGGER log_visibility AFTER INSERT ON app.message FOR EACH ROW EXECUTE FUNCTION app.log_visibility('message');

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
CREATE TRIGGER log_visibility_change AFTER UPDATE ON app.message FOR EACH ROW
  WHEN (old.visibility IS DISTINCT FROM new.visibility) EXECUTE FUNCTION app.log_visibility('message');

-- app.log_visibility() stands above.

-- 9. after each row: step_5_log_reply
CREATE TRIGGER step_5_log_reply AFTER INSERT ON app.message FOR EACH ROW WHEN (new.shared
  AND new.author_staff_id IS NOT NULL) EXECUTE FUNCTION app.log_reply();

-- A message of the team that the client can read is a response, from the moment they can.
-- app.log_reply() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.log_reply()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  insert into app.ticket_event (tenant_id, client_id, contract_id, ticket_id, ticket_shared, was_shared, kind, actor_staff_id, happened_at)
  values (new.tenant_id, new.client_id, new.contract_id, new.ticket_id, true, true, 'replied', new.author_staff_id, new.shared_at);
  return null;
end $function$;

-- 10. after each row: step_5_log_shared_reply
CREATE TRIGGER step_5_log_shared_reply AFTER UPDATE ON app.message FOR EACH ROW WHEN (new.shared AND NOT old.shared
  AND new.author_staff_id IS NOT NULL) EXECUTE FUNCTION app.log_reply();

-- app.log_reply() stands above.

-- 11. after each row: step_6_refresh_activity
CREATE TRIGGER step_6_refresh_activity AFTER INSERT ON app.message FOR EACH ROW WHEN (new.shared)
  EXECUTE FUNCTION app.follow_activity();

-- Calls app.refresh_activity() where something changed that the client can read.
-- app.follow_activity() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
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
end $function$;

-- 12. after each row: step_6_refresh_activity_of_gone
CREATE TRIGGER step_6_refresh_activity_of_gone AFTER DELETE ON app.message FOR EACH ROW WHEN (old.shared)
  EXECUTE FUNCTION app.follow_activity();

-- app.follow_activity() stands above.

-- 13. after each row: step_6_refresh_changed_activity
CREATE TRIGGER step_6_refresh_changed_activity AFTER UPDATE ON app.message FOR EACH ROW WHEN (old.shared
  OR new.shared) EXECUTE FUNCTION app.follow_activity();

-- app.follow_activity() stands above.

-- 14. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.message REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_message();

-- Tells the pages that show app.message of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_message() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.announce_message()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_op = 'INSERT' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'tickets' from written r where r.shared) t (client, topic);
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (select distinct r.client_id, 'tickets' from before r where r.shared) t (client, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r
      union select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from written r) t (tenant, project, contract, person, topic);
    perform app.announce_to_client(t.client, t.topic)
      from (
        select distinct coalesce(b.client_id, w.client_id), 'tickets'
          from before b full join written w using (tenant_id, id)
         where coalesce(b.shared, false) <> coalesce(w.shared, false)
            or (w.shared and (b.id, b.ticket_id, b.body, b.author_name, b.author_client_user_id, b.edited_at, b.shared_at)
          is distinct from (w.id, w.ticket_id, w.body, w.author_name, w.author_client_user_id, w.edited_at, w.shared_at))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 15. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.message REFERENCING NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_message();

-- app.announce_message() stands above.

-- 16. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.message REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_message();

-- app.announce_message() stands above.
