-- Table app.project_member
--
-- Who of the staff works on a project, in which project role. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.project_member (
  tenant_id uuid not null,
  project_id uuid not null,
  staff_member_id uuid not null,
  role app.project_role not null,
  constraint project_member_pkey PRIMARY KEY (tenant_id, project_id, staff_member_id),
  constraint project_member_tenant_id_project_id_fkey FOREIGN KEY (tenant_id, project_id)
    REFERENCES app.project(tenant_id, id) ON DELETE CASCADE,
  constraint project_member_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX project_member_by_person ON app.project_member USING btree (tenant_id, staff_member_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.project_member owner to portal_owner;
alter table app.project_member enable row level security;
alter table app.project_member force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.project_member to definer_identity;
grant select on app.project_member to staff;
grant insert on app.project_member to staff;
grant update (role) on app.project_member to staff;
grant delete on app.project_member to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy definer_identity_select on app.project_member for select to definer_identity
  using (true);
create policy floor on app.project_member as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name]))
  with check (CURRENT_USER = ANY (ARRAY['staff'::name, 'definer_identity'::name]));
create policy staff_delete on app.project_member for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])));
create policy staff_insert on app.project_member for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])));
create policy staff_select on app.project_member for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[])));
create policy staff_update on app.project_member for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('owner'::app.project_role))::uuid[])));
