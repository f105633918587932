-- Table app.contract_support
--
-- The support a contract includes. A contract without a row includes none, and no ticket is raised under it. No client
-- grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.contract_support (
  tenant_id uuid not null,
  contract_id uuid not null,
  levels app.support_level[] not null,
  -- How long after it was resolved or closed a client may reopen a ticket.
  reopen_days smallint not null default 14,
  -- What the client sees of the SLA clock: nothing, whether it is on time, or the countdown, which gives the target
  -- away.
  sla_disclosure app.sla_disclosure not null default 'nothing'::app.sla_disclosure,
  version integer not null default 1,
  constraint contract_support_pkey PRIMARY KEY (tenant_id, contract_id),
  constraint contract_support_levels_check CHECK (cardinality(levels) > 0),
  constraint contract_support_reopen_days_check CHECK (reopen_days >= 0 AND reopen_days <= 365),
  constraint contract_support_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id)
    REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE
);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.contract_support owner to portal_owner;
alter table app.contract_support enable row level security;
alter table app.contract_support force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (tenant_id, contract_id, levels, reopen_days) on app.contract_support to definer_share;
grant select (tenant_id, contract_id, levels, reopen_days, sla_disclosure) on app.contract_support to definer_ticket;
grant select on app.contract_support to staff;
grant insert on app.contract_support to staff;
grant update (levels, reopen_days, sla_disclosure, version) on app.contract_support to staff;
grant select on app.contract_support to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_share_select on app.contract_support for select to definer_share
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('manager'::app.project_role))::uuid[])));
create policy definer_ticket_select on app.contract_support for select to definer_ticket
  using (contract_id = ANY ((SELECT app.client_contracts())::uuid[]));
create policy floor on app.contract_support as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_share'::name, 'definer_ticket'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_share'::name, 'definer_ticket'::name]));
create policy staff_insert on app.contract_support for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy staff_select on app.contract_support for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy staff_update on app.contract_support for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy worker_select on app.contract_support for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_keep
CREATE TRIGGER step_1_keep BEFORE UPDATE ON app.contract_support FOR EACH ROW
  EXECUTE FUNCTION app.require_included_level();

-- What clients are offered starts on a level that their contract includes.
-- app.require_included_level() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other
-- role may execute it.
CREATE OR REPLACE FUNCTION app.require_included_level()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
begin
  if tg_table_name = 'job_type' then
    if new.active and not exists (
      select from app.contract_support s
       where s.tenant_id = new.tenant_id and s.contract_id = new.contract_id and new.level = any (s.levels)
    ) then
      raise check_violation using message = 'the contract does not include this support level';
    end if;
  elsif exists (
    select from app.job_type j
     where j.tenant_id = new.tenant_id and j.contract_id = new.contract_id and j.active and not j.level = any (new.levels)
  ) then
    raise check_violation using message = 'a kind of job starts on a level that would not be included';
  end if;
  return new;
end $function$;

-- 2. after each row: apply_support_terms
CREATE TRIGGER apply_support_terms AFTER UPDATE OF sla_disclosure ON app.contract_support FOR EACH ROW
  WHEN (old.sla_disclosure <> new.sla_disclosure) EXECUTE FUNCTION app.apply_support_terms();

-- The terms of a contract hold for the tickets that are there: what it discloses of its clocks no more is gone at once.
-- app.apply_support_terms() runs as definer_log, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.apply_support_terms()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  update app.ticket t
     set sla_status = case when new.sla_disclosure <> 'nothing' then t.sla_status end,
         sla_due_at = case when new.sla_disclosure = 'countdown' then t.sla_due_at end
   where t.tenant_id = new.tenant_id and t.contract_id = new.contract_id
     and (t.sla_due_at is not null and new.sla_disclosure <> 'countdown' or t.sla_status is not null and new.sla_disclosure = 'nothing');
  return null;
end $function$;

-- 3. after each row: write_outbox
CREATE TRIGGER write_outbox AFTER UPDATE OF sla_disclosure ON app.contract_support FOR EACH ROW
  WHEN (old.sla_disclosure <> new.sla_disclosure) EXECUTE FUNCTION app.write_outbox_of_contract();

-- Has the worker look at the clocks of a contract's tickets: of all where it discloses something else of them, of the
-- open ones where its escalation path has a new step.
-- app.write_outbox_of_contract() runs as definer_outbox, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.write_outbox_of_contract()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  insert into app.outbox (tenant_id, kind, record_id)
  select t.tenant_id, 'evaluate_sla', t.id
    from app.ticket t
   where t.tenant_id = new.tenant_id and t.contract_id = new.contract_id
     and (tg_table_name = 'contract_support' or t.status not in ('resolved', 'closed'));
  return null;
end $function$;

-- 4. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.contract_support REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_contract_support();

-- Tells the pages that show app.contract_support of a change, once for each that has to hear of it; the client where a
-- value granted to it changed.
-- app.announce_contract_support() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_contract_support()
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

-- 5. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.contract_support REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_contract_support();

-- app.announce_contract_support() stands above.

-- 6. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE
  ON app.contract_support REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_contract_support();

-- app.announce_contract_support() stands above.
