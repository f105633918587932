-- Table app.ticket_note
--
-- What the team says to itself on a ticket. Internal Only for good, in a table of its own without any client grant:
-- there is no flag by which a note could reach the portal.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.ticket_note (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  -- app.seen_text is a domain over text.
  body app.seen_text not null,
  author_staff_id uuid not null,
  author_name text not null,
  moved_from_id uuid,
  request_id uuid,
  search tsvector not null generated always as (app.search_vector(body::text)) stored,
  visible boolean not null default false,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint ticket_note_pkey PRIMARY KEY (tenant_id, id),
  constraint ticket_note_tenant_id_author_staff_id_request_id_key UNIQUE (tenant_id, author_staff_id, request_id),
  constraint ticket_note_author_name_check CHECK ((author_name IS NORMALIZED)),
  constraint ticket_note_body_check CHECK (length(body::text) <= 20000 AND (body IS NORMALIZED)),
  constraint ticket_note_visible_check CHECK (NOT visible),
  constraint ticket_note_tenant_id_author_staff_id_fkey FOREIGN KEY (tenant_id, author_staff_id)
    REFERENCES app.staff_member(tenant_id, id),
  constraint ticket_note_tenant_id_client_id_contract_id_ticket_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint ticket_note_tenant_id_id_ticket_id_visible_fkey FOREIGN KEY (tenant_id, id, ticket_id, visible)
    REFERENCES app.record(tenant_id, id, root_id, visible) ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX ticket_note_by_age ON app.ticket_note USING btree (tenant_id, created_at DESC);
CREATE INDEX ticket_note_by_ticket ON app.ticket_note USING btree (tenant_id, client_id, contract_id, ticket_id);
CREATE INDEX ticket_note_of_ticket ON app.ticket_note USING btree (tenant_id, ticket_id, created_at);
CREATE INDEX ticket_note_search_for_staff ON app.ticket_note USING gin (tenant_id, search);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.ticket_note owner to portal_owner;
alter table app.ticket_note enable row level security;
alter table app.ticket_note force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (tenant_id, id, contract_id, ticket_id, search, created_at) on app.ticket_note to definer_search;
grant select on app.ticket_note to staff;
grant insert (id, ticket_id, body, request_id) on app.ticket_note to staff;
grant update (body) on app.ticket_note to staff;
grant delete on app.ticket_note to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_search_select on app.ticket_note for select to definer_search
  using (true);
create policy floor on app.ticket_note as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_search'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_search'::name]));
create policy staff_delete on app.ticket_note for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[])));
create policy staff_insert on app.ticket_note for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('reviewer'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()));
create policy staff_select on app.ticket_note for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy staff_update on app.ticket_note for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('reviewer'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('reviewer'::app.project_role))::uuid[]))
    AND author_staff_id = (SELECT app.staff_id()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_2_place
CREATE TRIGGER step_2_place BEFORE INSERT ON app.ticket_note FOR EACH ROW
  EXECUTE FUNCTION app.fill_ticket_keys('ticket_note');

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
CREATE TRIGGER step_3_move BEFORE UPDATE ON app.ticket_note FOR EACH ROW WHEN (old.ticket_id <> new.ticket_id)
  EXECUTE FUNCTION app.fill_ticket_keys('ticket_note');

-- app.fill_ticket_keys() stands above.

-- 3. before each row: step_4_keep
CREATE TRIGGER step_4_keep BEFORE INSERT OR UPDATE ON app.ticket_note FOR EACH ROW
  EXECUTE FUNCTION app.text_before_write();

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
CREATE TRIGGER "0_make_record" AFTER INSERT ON app.ticket_note FOR EACH ROW
  EXECUTE FUNCTION app.make_record('note', 'ticket_id', 'ticket_id');

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
CREATE TRIGGER drop_record AFTER DELETE ON app.ticket_note FOR EACH ROW EXECUTE FUNCTION app.drop_record();

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
CREATE TRIGGER log_revision AFTER UPDATE OF body ON app.ticket_note FOR EACH ROW
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

-- 7. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.ticket_note REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_ticket_note();

-- Tells the pages that show app.ticket_note of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_ticket_note() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_ticket_note()
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
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r) t (tenant, project, contract, person, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from before r
      union select r.tenant_id, null::uuid, r.contract_id, null::uuid, 'tickets' from written r) t (tenant, project, contract, person, topic);
  end if;
  return null;
end $function$;

-- 8. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.ticket_note REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_ticket_note();

-- app.announce_ticket_note() stands above.

-- 9. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.ticket_note REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_ticket_note();

-- app.announce_ticket_note() stands above.
