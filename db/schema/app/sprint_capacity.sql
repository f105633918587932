-- Table app.sprint_capacity
--
-- The hours a person has for a sprint.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.sprint_capacity (
  tenant_id uuid not null,
  project_id uuid not null,
  sprint_id uuid not null,
  staff_member_id uuid not null,
  hours numeric(6,2) not null,
  constraint sprint_capacity_pkey PRIMARY KEY (tenant_id, sprint_id, staff_member_id),
  constraint sprint_capacity_hours_check1 CHECK (hours >= 0::numeric),
  constraint sprint_capacity_tenant_id_project_id_sprint_id_fkey FOREIGN KEY (tenant_id, project_id,
    sprint_id) REFERENCES app.sprint(tenant_id, project_id, id) ON DELETE CASCADE,
  constraint sprint_capacity_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX sprint_capacity_by_person ON app.sprint_capacity USING btree (tenant_id, staff_member_id);
CREATE INDEX sprint_capacity_by_sprint ON app.sprint_capacity USING btree (tenant_id, project_id, sprint_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.sprint_capacity owner to portal_owner;
alter table app.sprint_capacity enable row level security;
alter table app.sprint_capacity force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.sprint_capacity to staff;
grant insert on app.sprint_capacity to staff;
grant update (hours) on app.sprint_capacity to staff;
grant delete on app.sprint_capacity to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.sprint_capacity as restrictive for all to public
  using (CURRENT_USER = 'staff'::name)
  with check (CURRENT_USER = 'staff'::name);
create policy staff_delete on app.sprint_capacity for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy staff_insert on app.sprint_capacity for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));
create policy staff_select on app.sprint_capacity for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
create policy staff_update on app.sprint_capacity for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('manager'::app.project_role))::uuid[])));

-- Triggers, in the order in which they fire ---------------------------------------------------------------------------
-- Foreign keys act after each row, before the triggers of that moment (their own are called RI_…).

-- 1. after the statement: announce_delete
CREATE TRIGGER announce_delete AFTER DELETE ON app.sprint_capacity REFERENCING OLD TABLE AS before
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_sprint_capacity();

-- Tells the pages that show app.sprint_capacity of a change, once for each that has to hear of it; the client where a
-- value granted to it changed.
-- app.announce_sprint_capacity() runs as definer_live, its owner (SECURITY DEFINER). Others that may execute it:
-- portal_owner.
CREATE OR REPLACE FUNCTION app.announce_sprint_capacity()
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
  elsif tg_op = 'DELETE' then
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select distinct r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r) t (tenant, project, contract, person, topic);
  else
    perform app.announce_to_team(t.tenant, t.project, t.contract, t.person, t.topic)
      from (select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from before r
      union select r.tenant_id, r.project_id, null::uuid, null::uuid, 'projects' from written r) t (tenant, project, contract, person, topic);
  end if;
  return null;
end $function$;

-- 2. after the statement: announce_insert
CREATE TRIGGER announce_insert AFTER INSERT ON app.sprint_capacity REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION app.announce_sprint_capacity();

-- app.announce_sprint_capacity() stands above.

-- 3. after the statement: announce_update
CREATE TRIGGER announce_update AFTER UPDATE
  ON app.sprint_capacity REFERENCING OLD TABLE AS before NEW TABLE AS written FOR EACH STATEMENT
  EXECUTE FUNCTION app.announce_sprint_capacity();

-- app.announce_sprint_capacity() stands above.
