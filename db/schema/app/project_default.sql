-- Table app.project_default
--
-- The visibility a new record of a kind starts with. A kind without a row starts Internal Only. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.project_default (
  tenant_id uuid not null,
  project_id uuid not null,
  record_kind app.record_kind not null,
  visibility app.visibility not null,
  constraint project_default_pkey PRIMARY KEY (tenant_id, project_id, record_kind),
  constraint project_default_record_kind_check CHECK (record_kind <> 'project'::app.record_kind),
  constraint project_default_tenant_id_project_id_fkey FOREIGN KEY (tenant_id, project_id)
    REFERENCES app.project(tenant_id, id) ON DELETE CASCADE
);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.project_default owner to portal_owner;
alter table app.project_default enable row level security;
alter table app.project_default force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (tenant_id, project_id) on app.project_default to definer_move;
grant delete on app.project_default to definer_move;
grant select on app.project_default to staff;
grant insert on app.project_default to staff;
grant update (visibility) on app.project_default to staff;
grant delete on app.project_default to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_move_delete on app.project_default for delete to definer_move
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy definer_move_select on app.project_default for select to definer_move
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy floor on app.project_default as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_move'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_move'::name]));
create policy staff_delete on app.project_default for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])));
create policy staff_insert on app.project_default for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])));
create policy staff_select on app.project_default for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
create policy staff_update on app.project_default for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])));
