-- Table app.escalation_step
--
-- To whom a ticket escalates when a clock has run this many per cent of its target; 100 is the breach. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.escalation_step (
  tenant_id uuid not null,
  contract_id uuid not null,
  clock app.sla_clock not null,
  at_percent smallint not null,
  staff_member_id uuid not null,
  constraint escalation_step_pkey PRIMARY KEY (tenant_id, contract_id, clock, at_percent),
  constraint escalation_step_at_percent_check CHECK (at_percent >= 1 AND at_percent <= 100),
  constraint escalation_step_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id)
    REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE,
  constraint escalation_step_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX escalation_step_by_person ON app.escalation_step USING btree (tenant_id, staff_member_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.escalation_step owner to portal_owner;
alter table app.escalation_step enable row level security;
alter table app.escalation_step force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.escalation_step to staff;
grant insert on app.escalation_step to staff;
grant update (staff_member_id) on app.escalation_step to staff;
grant delete on app.escalation_step to staff;
grant select on app.escalation_step to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.escalation_step as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name]));
create policy staff_delete on app.escalation_step for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy staff_insert on app.escalation_step for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy staff_select on app.escalation_step for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy staff_update on app.escalation_step for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy worker_select on app.escalation_step for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. after each row: require_contract_access
CREATE TRIGGER require_contract_access AFTER INSERT OR UPDATE OF staff_member_id ON app.escalation_step
  FOR EACH ROW EXECUTE FUNCTION app.require_contract_access('staff_member_id');

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

-- 2. after each row: write_outbox
CREATE TRIGGER write_outbox AFTER INSERT ON app.escalation_step FOR EACH ROW
  EXECUTE FUNCTION app.write_outbox_of_contract();

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
