-- Table app.client_visit
--
-- When a client user was last here, for "since your last visit". Readable by that person alone.
--
-- Read from the migrated database by `npm run db:types`. Do not edit.

create table app.client_visit (
  tenant_id uuid not null,
  client_id uuid not null,
  client_user_id uuid not null,
  began_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  -- The end of the visit before this one; null on the first.
  previous_seen_at timestamp with time zone,
  constraint client_visit_pkey PRIMARY KEY (tenant_id, client_user_id),
  constraint client_visit_client_user_id_key UNIQUE (client_user_id),
  constraint client_visit_tenant_id_client_id_client_user_id_fkey FOREIGN KEY (tenant_id, client_id,
    client_user_id) REFERENCES app.client_user(tenant_id, client_id, id) ON DELETE CASCADE
);

-- Columns without statistics ------------------------------------------------------------------------------------------

alter table app.client_visit alter column began_at set statistics 0, alter column last_seen_at set statistics 0,
  alter column previous_seen_at set statistics 0;

-- Owner and row security ----------------------------------------------------------------------------------------------

alter table app.client_visit owner to portal_owner;
alter table app.client_visit enable row level security;
alter table app.client_visit force row level security;

-- Grants --------------------------------------------------------------------------------------------------------------

grant select (began_at, last_seen_at, previous_seen_at) on app.client_visit to client;
grant select on app.client_visit to definer_visit;
grant insert on app.client_visit to definer_visit;
grant update on app.client_visit to definer_visit;

-- Policies ------------------------------------------------------------------------------------------------------------

create policy client_select on app.client_visit for select to client
  using (client_user_id = (SELECT app.client_user_id()));
create policy definer_visit_insert on app.client_visit for insert to definer_visit
  with check (true);
create policy definer_visit_select on app.client_visit for select to definer_visit
  using (true);
create policy definer_visit_update on app.client_visit for update to definer_visit
  using (true)
  with check (true);
create policy floor on app.client_visit as restrictive for all to public
  using (CURRENT_USER = ANY (ARRAY['client'::name, 'definer_visit'::name]))
  with check (CURRENT_USER = ANY (ARRAY['client'::name, 'definer_visit'::name]));
