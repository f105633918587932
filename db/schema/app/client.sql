-- Table app.client
--
-- A client organisation. Its id is unique over all tenants, so that client_id alone decides in a policy: one look-up of
-- the identity for each table instead of two.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.client (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- app.seen_text is a domain over text.
  name app.seen_text not null,
  time_zone text not null default 'UTC'::text,
  active boolean not null default true,
  created_at timestamp with time zone not null default now(),
  constraint client_pkey PRIMARY KEY (tenant_id, id),
  constraint client_id_key UNIQUE (id),
  constraint client_tenant_id_id_active_key UNIQUE (tenant_id, id, active),
  constraint client_name_check CHECK (length(name::text) <= 200 AND (name IS NORMALIZED)),
  constraint client_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES app.tenant(tenant_id)
);

-- Foreign keys that refer to it ---------------------------------------------------------------------------------------

-- app.client_user: FOREIGN KEY (tenant_id, client_id, client_active) REFERENCES app.client(tenant_id, id, active) ON
--   UPDATE CASCADE
-- app.contract_client: FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id)
-- app.project: FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id)
-- app.ticket: FOREIGN KEY (tenant_id, client_id) REFERENCES app.client(tenant_id, id)

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.client alter column name set statistics 0, alter column time_zone set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.client owner to portal_owner;
alter table app.client enable row level security;
alter table app.client force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (id, name, time_zone) on app.client to client;
grant select on app.client to staff;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.client for select to client
  using (id = (SELECT app.client_id()));
create policy floor on app.client as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client'::name, 'staff'::name]));
create policy staff_select on app.client for select to staff
  using (tenant_id = (SELECT app.staff_tenant()));
