-- Table app.macro
--
-- A reply that agents start from, with placeholders such as {{client.name}}. No client grant.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.macro (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  -- app.seen_text is a domain over text.
  body app.seen_text not null,
  version integer not null default 1,
  constraint macro_pkey PRIMARY KEY (tenant_id, id),
  constraint macro_tenant_id_name_key UNIQUE (tenant_id, name),
  constraint macro_body_check CHECK (length(body::text) <= 20000 AND (body IS NORMALIZED)),
  constraint macro_name_check CHECK (length(name::text) <= 100 AND (name IS NORMALIZED)),
  constraint macro_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
);

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.macro owner to portal_owner;
alter table app.macro enable row level security;
alter table app.macro force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select on app.macro to staff;
grant insert (tenant_id, id, name, body) on app.macro to staff;
grant update (name, body, version) on app.macro to staff;
grant delete on app.macro to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy floor on app.macro as restrictive for all to public
  using (CURRENT_USER = 'staff'::name)
  with check (CURRENT_USER = 'staff'::name);
create policy staff_delete on app.macro for delete to staff
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy staff_insert on app.macro for insert to staff
  with check (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
create policy staff_select on app.macro for select to staff
  using (tenant_id = (SELECT app.staff_tenant()));
create policy staff_update on app.macro for update to staff
  using (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)))
  with check (tenant_id = (SELECT app.staff_tenant('manager'::app.tenant_role)));
