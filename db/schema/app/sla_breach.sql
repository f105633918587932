-- Table app.sla_breach
--
-- A missed target, for invoices to account for: one for each time that a clock of a ticket missed one, told apart by
-- the moment, which stays the same whoever finds it and when. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.sla_breach (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  client_id uuid not null,
  contract_id uuid not null,
  ticket_id uuid not null,
  clock app.sla_clock not null,
  sla_policy_id uuid not null,
  target_minutes integer not null,
  -- SLA time until the target was met, or until it was last looked at while ended_at is null: hourly while the clock
  -- runs.
  actual_minutes numeric(12,2) not null,
  over_minutes numeric(12,2) not null generated always as ((actual_minutes - target_minutes::numeric)) stored,
  breached_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  -- When an event that arrived late, an answer or a longer target, showed that nothing was missed at that moment: it
  -- counts for nothing.
  withdrawn_at timestamp with time zone,
  constraint sla_breach_pkey PRIMARY KEY (tenant_id, id),
  constraint sla_breach_tenant_id_ticket_id_clock_breached_at_key UNIQUE (tenant_id, ticket_id, clock, breached_at),
  constraint sla_breach_target_minutes_check CHECK (target_minutes > 0),
  constraint sla_breach_tenant_id_client_id_contract_id_ticket_id_fkey FOREIGN KEY (tenant_id, client_id,
    contract_id, ticket_id) REFERENCES app.ticket(tenant_id, client_id, contract_id, id) ON UPDATE CASCADE,
  constraint sla_breach_tenant_id_contract_id_sla_policy_id_fkey FOREIGN KEY (tenant_id, contract_id,
    sla_policy_id) REFERENCES app.sla_policy(tenant_id, contract_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX sla_breach_by_policy ON app.sla_breach USING btree (tenant_id, contract_id, sla_policy_id);
CREATE INDEX sla_breach_by_ticket ON app.sla_breach USING btree (tenant_id, client_id, contract_id, ticket_id);
CREATE INDEX sla_breach_by_time ON app.sla_breach USING btree (tenant_id, breached_at);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.sla_breach owner to portal_owner;
alter table app.sla_breach enable row level security;
alter table app.sla_breach force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.sla_breach to staff;
grant select on app.sla_breach to worker;
grant insert (tenant_id, client_id, contract_id, ticket_id, clock, sla_policy_id, target_minutes,
  actual_minutes, breached_at, ended_at) on app.sla_breach to worker;
grant update (actual_minutes, ended_at, withdrawn_at) on app.sla_breach to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.sla_breach as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]));
create policy staff_select on app.sla_breach for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy worker_insert on app.sla_breach for insert to worker
  with check (tenant_id = (SELECT app.work_tenant()));
create policy worker_select on app.sla_breach for select to worker
  using (tenant_id = (SELECT app.work_tenant()));
create policy worker_update on app.sla_breach for update to worker
  using (tenant_id = (SELECT app.work_tenant()))
  with check (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.sla_breach REFERENCING OLD TABLE AS before FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_sla_breach();

-- Tells the pages that show app.sla_breach of a change, once for each that has to hear of it; the client where a value
-- granted to it changed.
-- app.announce_sla_breach() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_sla_breach()
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

-- 2. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.sla_breach REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_sla_breach();

-- app.announce_sla_breach() stands above.

-- 3. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE ON app.sla_breach REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_sla_breach();

-- app.announce_sla_breach() stands above.
