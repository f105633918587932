-- Table app.ticket_task
--
-- A task that a ticket led to, or is about. A client reads the link while both ends are shared with it, unless the link
-- itself is internal.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.ticket_task (
  tenant_id uuid not null,
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  ticket_shared boolean not null,
  task_client_id uuid not null,
  project_id uuid not null,
  task_id uuid not null,
  task_visible boolean not null,
  project_shared boolean not null,
  -- Whether it came from a ticket that the client did not see, or its task from another client's project: then both
  -- ends may be shared, and the client is still not told that one led to the other. Unlinked and linked again, it is as
  -- new.
  is_internal boolean not null default false,
  shared boolean not null generated always as (ticket_shared AND task_visible AND project_shared
    AND client_id = task_client_id AND NOT is_internal) stored,
  constraint ticket_task_pkey PRIMARY KEY (tenant_id, ticket_id, task_id),
  constraint ticket_task_tenant_id_client_id_contract_id_ticket_id_tick_fkey FOREIGN KEY (tenant_id,
    client_id, contract_id, ticket_id, ticket_shared)
    REFERENCES app.ticket(tenant_id, client_id, contract_id, id, shared) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint ticket_task_tenant_id_project_id_task_id_task_visible_fkey FOREIGN KEY (tenant_id, project_id,
    task_id, task_visible) REFERENCES app.task(tenant_id, project_id, id, visible) ON UPDATE CASCADE ON DELETE CASCADE,
  constraint ticket_task_tenant_id_task_client_id_project_id_project_sh_fkey FOREIGN KEY (tenant_id,
    task_client_id, project_id, project_shared) REFERENCES app.project(tenant_id, client_id, id, shared)
    ON UPDATE CASCADE ON DELETE CASCADE
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX ticket_task_by_project
  ON app.ticket_task USING btree (tenant_id, task_client_id, project_id, project_shared);
CREATE INDEX ticket_task_by_task ON app.ticket_task USING btree (tenant_id, project_id, task_id, task_visible);
CREATE INDEX ticket_task_by_ticket
  ON app.ticket_task USING btree (tenant_id, client_id, contract_id, ticket_id, ticket_shared);
CREATE INDEX ticket_task_for_client ON app.ticket_task USING btree (client_id, ticket_id) WHERE shared;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.ticket_task owner to portal_owner;
alter table app.ticket_task enable row level security;
alter table app.ticket_task force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (ticket_id, task_id) on app.ticket_task to client;
grant select (tenant_id, client_id, ticket_id, task_id) on app.ticket_task to definer_thread;
grant update (ticket_id) on app.ticket_task to definer_thread;
grant select on app.ticket_task to staff;
grant insert (ticket_id, task_id) on app.ticket_task to staff;
grant delete on app.ticket_task to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.ticket_task for select to client
  using (client_id = (SELECT app.client_section('tickets'::app.section)) AND shared);
create policy definer_thread_select on app.ticket_task for select to definer_thread
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy definer_thread_update on app.ticket_task for update to definer_thread
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy floor on app.ticket_task as restrictive for all to public
  using (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_thread'::name])))
  with check (shared OR (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_thread'::name])));
create policy staff_delete on app.ticket_task for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy staff_insert on app.ticket_task for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy staff_select on app.ticket_task for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_place
CREATE TRIGGER step_1_place BEFORE INSERT ON app.ticket_task FOR EACH ROW EXECUTE FUNCTION app.fill_ticket_task_keys();

-- Fills a new link from its two ends, which belong to one client.
-- app.fill_ticket_task_keys() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.fill_ticket_task_keys()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  select t.tenant_id, t.client_id, t.contract_id, t.shared
    into new.tenant_id, new.client_id, new.contract_id, new.ticket_shared
    from app.ticket t where t.tenant_id = coalesce(new.tenant_id, t.tenant_id) and t.id = new.ticket_id;
  select k.client_id, k.project_id, k.visible, k.project_shared into new.task_client_id, new.project_id, new.task_visible, new.project_shared
    from app.task k where k.tenant_id = new.tenant_id and k.id = new.task_id and k.client_id = new.client_id;
  if not found then
    raise foreign_key_violation using message = 'no such ticket or task';
  end if;
  return new;
end $function$;

-- 2. before each row: step_2_move
CREATE TRIGGER step_2_move BEFORE UPDATE ON app.ticket_task FOR EACH ROW WHEN (old.ticket_id <> new.ticket_id
  OR old.task_client_id <> new.task_client_id) EXECUTE FUNCTION app.move_ticket_task();

-- Moves a link to the ticket that its own is merged into, one of the same client, or along with its task's project to
-- another client. The stricter flag wins: a link of a hidden ticket is hidden under a shared one, and one that another
-- client had a part in is hidden for good.
-- app.move_ticket_task() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
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
end $function$;

-- 3. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.ticket_task REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_ticket_task();

-- Tells the pages that show app.ticket_task of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_ticket_task() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_ticket_task()
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
          from before b full join written w using (tenant_id, ticket_id, task_id)
         where coalesce(b.shared, false) <> coalesce(w.shared, false)
            or (w.shared and (b.ticket_id, b.task_id)
          is distinct from (w.ticket_id, w.task_id))
      ) t (client, topic);
  end if;
  return null;
end $function$;

-- 4. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.ticket_task REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_ticket_task();

-- app.announce_ticket_task() stands above.

-- 5. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.ticket_task REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_ticket_task();

-- app.announce_ticket_task() stands above.
