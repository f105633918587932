-- Table app.contract_member
--
-- Who of the staff works on a contract's tickets, in which role. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.contract_member (
  tenant_id uuid not null,
  contract_id uuid not null,
  staff_member_id uuid not null,
  role app.project_role not null,
  constraint contract_member_pkey PRIMARY KEY (tenant_id, contract_id, staff_member_id),
  constraint contract_member_tenant_id_contract_id_fkey FOREIGN KEY (tenant_id, contract_id)
    REFERENCES app.contract(tenant_id, id) ON DELETE CASCADE,
  constraint contract_member_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX contract_member_by_person ON app.contract_member USING btree (tenant_id, staff_member_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.contract_member owner to portal_owner;
alter table app.contract_member enable row level security;
alter table app.contract_member force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.contract_member to definer_identity;
grant select on app.contract_member to staff;
grant insert on app.contract_member to staff;
grant update (role) on app.contract_member to staff;
grant delete on app.contract_member to staff;
grant select (tenant_id, contract_id, staff_member_id, role) on app.contract_member to worker;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_identity_select on app.contract_member for select to definer_identity
  using (true);
create policy floor on app.contract_member as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_identity'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'worker'::name, 'definer_identity'::name]));
create policy staff_delete on app.contract_member for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy staff_insert on app.contract_member for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy staff_select on app.contract_member for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('observer'::app.project_role))::uuid[])));
create policy staff_update on app.contract_member for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (contract_id = ANY ((SELECT app.staff_contracts('owner'::app.project_role))::uuid[])));
create policy worker_select on app.contract_member for select to worker
  using (tenant_id = (SELECT app.work_tenant()));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. before each row: step_1_lock_assignee
CREATE TRIGGER step_1_lock_assignee BEFORE DELETE ON app.contract_member FOR EACH ROW
  EXECUTE FUNCTION app.lock_assignee();

-- Lets whoever gives a person a ticket and whoever takes them off a contract wait for each other: the later one then
-- sees what the earlier one did. The key of the person does the same for a person who is deactivated.
-- app.lock_assignee() runs as definer_work, its owner (SECURITY DEFINER). Others that may execute it: portal_owner.
CREATE OR REPLACE FUNCTION app.lock_assignee()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'pg_temp'
 SET client_min_messages TO 'error'
AS $function$
begin
  if tg_table_name = 'ticket' then
    perform pg_advisory_xact_lock_shared(hashtextextended(new.assignee_staff_id::text, 1));
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(old.staff_member_id::text, 1));
  return old;
end $function$;

-- 2. before each row: step_2_release_tickets
CREATE TRIGGER step_2_release_tickets BEFORE DELETE ON app.contract_member FOR EACH ROW
  EXECUTE FUNCTION app.release_tickets();

-- Whoever reaches a contract no more has none of its open tickets any more: they are nobody's, and the queue says so.
-- What is over keeps its name. Writes as whoever takes the access away: of a membership before it goes, since it may be
-- their own.
-- app.release_tickets() runs as the role that changes the row (SECURITY INVOKER); portal_owner owns it. No other role
-- may execute it.
CREATE OR REPLACE FUNCTION app.release_tickets()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
declare
  held uuid[];
  person uuid;
  contract uuid;
begin
  if tg_table_name = 'contract_member' then
    if exists (
      select from app.staff_member s
       where s.tenant_id = old.tenant_id and s.id = old.staff_member_id and s.active and s.role >= 'manager'
    ) then
      return old;
    end if;
    person := old.staff_member_id;
    contract := old.contract_id;
  else
    person := old.id;
  end if;
  -- In the order of ids, so that none waits for another in a circle.
  held := array(
    select t.id from app.ticket t
     where t.tenant_id = old.tenant_id and t.assignee_staff_id = person and t.status not in ('resolved', 'closed')
       and (contract is null and not app.reaches_contract(t.tenant_id, t.contract_id, person) or t.contract_id = contract)
     order by t.id for update
  );
  update app.ticket t set assignee_staff_id = null where t.tenant_id = old.tenant_id and t.id = any (held);
  return old;
end $function$;
