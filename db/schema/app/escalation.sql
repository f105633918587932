-- Table app.escalation
--
-- To whom a ticket was escalated: by the clock, along the contract's path, or by hand. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

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
  escalated_at timestamp with time zone not null default now(),
  constraint escalation_pkey PRIMARY KEY (tenant_id, id),
  constraint escalation_tenant_id_ticket_id_clock_at_percent_key UNIQUE (tenant_id, ticket_id, clock, at_percent),
  constraint escalation_check CHECK ((clock IS NULL) = (at_percent IS NULL)),
  constraint escalation_reason_check CHECK (length(reason) <= 2000 AND (reason IS NORMALIZED)),
  constraint escalation_tenant_id_by_staff_id_fkey FOREIGN KEY (tenant_id, by_staff_id)
    REFERENCES app.staff_member(tenant_id, id),
  constraint escalation_tenant_id_client_id_contract_id_ticket_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE
    ON DELETE CASCADE,
  constraint escalation_tenant_id_to_staff_id_fkey FOREIGN KEY (tenant_id, to_staff_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX escalation_by_author ON app.escalation USING btree (tenant_id, by_staff_id)
  WHERE (by_staff_id IS NOT NULL);
CREATE INDEX escalation_by_person ON app.escalation USING btree (tenant_id, to_staff_id)
  WHERE (to_staff_id IS NOT NULL);
CREATE INDEX escalation_by_ticket ON app.escalation USING btree (tenant_id, client_id, contract_id, ticket_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.escalation owner to portal_owner;
alter table app.escalation enable row level security;
alter table app.escalation force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.escalation to staff;
grant insert (ticket_id, to_staff_id, reason) on app.escalation to staff;
grant select on app.escalation to worker;
grant insert (tenant_id, ticket_id, clock, at_percent, to_staff_id, escalated_at) on app.escalation to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.escalation as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]));
create policy staff_insert on app.escalation for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('contributor'::app.project_role))::uuid[])));
create policy staff_select on app.escalation for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy worker_insert on app.escalation for insert to worker
  with check (tenant_id = (SELECT app.work_tenant()));
create policy worker_select on app.escalation for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_place
CREATE TRIGGER step_1_place BEFORE INSERT ON app.escalation FOR EACH ROW EXECUTE FUNCTION app.fill_escalation_keys();

-- Places an escalation on its ticket, and signs it where a person made it.
-- app.fill_escalation_keys() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
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
end $function$;

-- 2. after each row: require_contract_access
CREATE TRIGGER require_contract_access AFTER INSERT ON app.escalation FOR EACH ROW
  EXECUTE FUNCTION app.require_contract_access('to_staff_id');

-- Keeps staff from giving a contract's tickets to somebody whose queue would not show them; the trigger's argument
-- names the column.
-- app.require_contract_access() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No
-- other role may execute it.
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
end $function$;

-- 3. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.escalation REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_escalation();

-- Tells the pages that show app.escalation of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_escalation() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_escalation()
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

-- 4. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.escalation REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_escalation();

-- app.announce_escalation() stands above.

-- 5. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.escalation REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_escalation();

-- app.announce_escalation() stands above.
