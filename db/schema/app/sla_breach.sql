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

-- 1. after each row: announce
CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.sla_breach FOR EACH ROW
  EXECUTE FUNCTION app.announce('tickets');

-- Tells the tenant that something of a section changed, and the client only when a value granted to it changed.
-- Arguments: the section, or the column that names it, then the columns granted to role client.
-- app.announce() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
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
end $function$;
