-- Table app.saved_view
--
-- A view of the ticket queue that a person comes back to. Theirs alone.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.saved_view (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  staff_member_id uuid not null,
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- The query string of the page, without "?".
  query text not null,
  created_at timestamp with time zone not null default now(),
  constraint saved_view_pkey PRIMARY KEY (tenant_id, id),
  constraint saved_view_tenant_id_staff_member_id_name_key UNIQUE (tenant_id, staff_member_id, name),
  constraint saved_view_name_check CHECK (length(name::text) <= 100 AND (name IS NORMALIZED)),
  constraint saved_view_query_check CHECK (length(query) <= 2000 AND (query IS NORMALIZED)),
  constraint saved_view_tenant_id_staff_member_id_fkey FOREIGN KEY (tenant_id, staff_member_id)
    REFERENCES app.staff_member(tenant_id, id)
);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.saved_view owner to portal_owner;
alter table app.saved_view enable row level security;
alter table app.saved_view force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.saved_view to staff;
grant insert on app.saved_view to staff;
grant update (name, query) on app.saved_view to staff;
grant delete on app.saved_view to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.saved_view as restrictive for all to public
  using (CURRENT_USER = 'staff'::name)
  with check (CURRENT_USER = 'staff'::name);
create policy staff_delete on app.saved_view for delete to staff
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy staff_insert on app.saved_view for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy staff_select on app.saved_view for select to staff
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
create policy staff_update on app.saved_view for update to staff
  using (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()))
  with check (tenant_id = (SELECT app.staff_tenant()) AND staff_member_id = (SELECT app.staff_id()));
