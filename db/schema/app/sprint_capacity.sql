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

-- 1. after each row: announce
CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE ON app.sprint_capacity FOR EACH ROW
  EXECUTE FUNCTION app.announce('projects');

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
