-- Table app.saved_filter
--
-- A filter of a project's tasks that a person comes back to. Theirs alone.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.saved_filter (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  project_id uuid not null,
  staff_member_id uuid not null,
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- The query string of the page, without "?".
  query text not null,
  created_at timestamp with time zone not null default now(),
  constraint saved_filter_pkey PRIMARY KEY (tenant_id, id),
  constraint saved_filter_tenant_id_project_id_staff_member_id_name_key UNIQUE (tenant_id, project_id,
    staff_member_id, name),
  constraint saved_filter_name_check CHECK (length(name::text) <= 100 AND (name IS NORMALIZED)),
  constraint saved_filter_query_check CHECK (length(query) <= 2000 AND (query IS NORMALIZED)),
  constraint saved_filter_tenant_id_project_id_fkey FOREIGN KEY (tenant_id, project_id)
    REFERENCES app.project(tenant_id, id) ON DELETE CASCADE,
  constraint saved_filter_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Indexes beside those of its keys ------------------------------------------------------------------------------------

CREATE INDEX saved_filter_by_person ON app.saved_filter USING btree (tenant_id, staff_member_id, project_id);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.saved_filter owner to portal_owner;
alter table app.saved_filter enable row level security;
alter table app.saved_filter force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.saved_filter to staff;
grant insert on app.saved_filter to staff;
grant update (name, query) on app.saved_filter to staff;
grant delete on app.saved_filter to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.saved_filter as restrictive for all to public
  using (CURRENT_USER = 'staff'::name)
  with check (CURRENT_USER = 'staff'::name);
create policy staff_delete on app.saved_filter for delete to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    AND staff_member_id = (SELECT app.staff_id()));
create policy staff_insert on app.saved_filter for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    AND staff_member_id = (SELECT app.staff_id()));
create policy staff_select on app.saved_filter for select to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    AND staff_member_id = (SELECT app.staff_id()));
create policy staff_update on app.saved_filter for update to staff
  using (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    AND staff_member_id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant())
    AND (project_id = ANY ((SELECT app.staff_projects('observer'::app.project_role))::uuid[]))
    AND staff_member_id = (SELECT app.staff_id()));
